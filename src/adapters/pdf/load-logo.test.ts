import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { documentDrawers } from './draw-documents.js';
import { isPicture, logoLoader } from './load-logo.js';
import { renderInvoice } from './render-invoice.js';
import { documentOf } from '../../../test/documents/document.js';

function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(Math.min(height, 100) * (Math.min(width, 100) * 4 + 1), 0x80);
  for (let y = 0; y < Math.min(height, 100); y++) rows[y * (Math.min(width, 100) * 4 + 1)] = 0;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

describe('the logo', () => {
  it('is a picture of a bearable size, or nothing', () => {
    expect(isPicture(png(60, 20))).toBe(true);
    expect(isPicture(png(60_000, 60_000))).toBe(false);
    for (const other of ['', '<svg/>', '%PDF-1.7', 'GIF89a', '\x89PNG']) expect(isPicture(Buffer.from(other, 'latin1'))).toBe(false);
  });

  it('is fetched once, not at all where nothing may leave the house, and its lack is no error', async () => {
    let asked = 0;
    const load = logoLoader(() => true, async () => { asked += 1; return png(60, 20); });
    expect(await load('https://logo.example/a.png')).toEqual(await load('https://logo.example/a.png'));
    expect(asked).toBe(1);
    expect(await logoLoader(() => false, () => Promise.reject(new Error('must not be asked')))('https://logo.example/a.png')).toBeNull();
    expect(await logoLoader(() => true, () => Promise.reject(new Error('away')))('https://logo.example/a.png')).toBeNull();
  });

  it('is never looked for inside our own network', async () => {
    const load = logoLoader(() => true);
    for (const host of ['127.0.0.1', '[::1]', 'localhost', '10.0.0.7', '[fd00::1]', '169.254.169.254']) expect(await load(`https://${host}:1/logo.png`), host).toBeNull();
  });

  it('is drawn, and a broken one does not spoil the invoice', async () => {
    const invoice = documentOf({ status: 'paid', lines: 2 });
    const drawn = await renderInvoice(invoice, png(60, 20));
    expect(drawn.toString('latin1')).toContain('/Subtype /Image');
    const whole = png(60, 20);
    const garbled = Buffer.from(whole);
    garbled.fill(0x55, whole.indexOf('IDAT') + 6, whole.indexOf('IDAT') + 14);
    for (const broken of [whole.subarray(0, 40), garbled]) {
      const draw = documentDrawers(async () => broken).invoice;
      const withLogo = { ...invoice, business: { ...invoice.business, logoUrl: 'https://logo.example/a.png' } };
      for (let i = 0; i < 2; i++) expect(Buffer.from(await draw(withLogo)).subarray(0, 5).toString()).toBe('%PDF-');
    }
  });
});
