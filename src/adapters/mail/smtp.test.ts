import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seeded } from '../../../test/random.js';
import { LetterRefused } from '../../core/ports/mailer.js';
import type { Letter, Mailer } from '../../core/ports/mailer.js';
import { smtpMailer } from './smtp.js';

interface Arrived {
  readonly to: string[];
  readonly raw: Buffer;
}

let server: SMTPServer;
let mailer: Mailer;
let port: number;
let arrived: Arrived[] = [];

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo(address, _session, done) {
      if (address.address.startsWith('nobody@')) done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      else if (address.address.startsWith('busy@')) done(Object.assign(new Error('greylisted'), { responseCode: 451 }));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        arrived.push({ to: session.envelope.rcptTo.map((to) => to.address), raw: Buffer.concat(chunks) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  port = (server.server.address() as AddressInfo).port;
  mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Łódź Lawn <billing@lawn.example>' });
});
beforeEach(() => {
  arrived = [];
});
afterAll(async () => {
  await mailer.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

function letter(over: Partial<Letter> = {}): Letter {
  return { messageId: '<a@b.example>', to: { name: 'Łukasz Żółć', address: 'l@example.test' }, subject: 'Receipt', html: '<p>hi</p>', text: 'hi', ...over };
}

describe('the SMTP mailer', () => {
  it('sends text and HTML with our Message-ID, the same when sent again', async () => {
    await mailer.send(letter({ subject: 'Receipt for $1.00 — Ελένη' }));
    await mailer.send(letter());
    const mails = await Promise.all(arrived.map(({ raw }) => PostalMime.parse(raw)));
    expect(mails.map((mail) => mail.messageId)).toEqual(['<a@b.example>', '<a@b.example>']);
    expect(mails[0]).toMatchObject({
      subject: 'Receipt for $1.00 — Ελένη', from: { name: 'Łódź Lawn', address: 'billing@lawn.example' }, to: [{ name: 'Łukasz Żółć', address: 'l@example.test' }],
    });
    expect(mails[0]?.text?.trim()).toBe('hi');
    expect(mails[0]?.html).toContain('<p>hi</p>');
    expect(mails[0]?.headers.find((header) => header.key === 'auto-submitted')?.value).toBe('auto-generated');
  });

  it('lets no name or subject add a header or a recipient', async () => {
    const nasty = fc.stringMatching(/^[a-zA-Z<>"',;:@. \r\n\0\u2028\u2029ŁżДμ=?_-]{0,60}$/);
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (name, subject) => {
        arrived = [];
        await mailer.send(letter({ to: { name: `${name}\r\nBcc: evil@x.test`, address: 'l@example.test' }, subject: `${subject}\r\nBcc: evil@x.test\r\n\r\n<b>body</b>` }));
        expect(arrived).toHaveLength(1);
        expect(arrived[0]?.to).toEqual(['l@example.test']);
        const mail = await PostalMime.parse(arrived[0]!.raw);
        expect(mail.to).toHaveLength(1);
        expect(mail.to?.[0]?.address).toBe('l@example.test');
        expect(mail.bcc ?? []).toEqual([]);
        const keys = mail.headers.map((header) => header.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).not.toContain('bcc');
        expect(mail.text?.trim()).toBe('hi');
      }),
      { numRuns: 150, seed: seeded('letters').seed },
    );
  });

  it.each(['a@b.test\r\nBcc: evil@x.test', 'a@b.test, evil@x.test', 'A <evil@x.test>', 'a b@c.test', '@b.test', 'a@', '', 'a@b.test;evil@x.test', '"x\r\n"@b.test'])('refuses the address %j for good', async (address) => {
    await expect(mailer.send(letter({ to: { address } }))).rejects.toBeInstanceOf(LetterRefused);
    expect(arrived).toHaveLength(0);
  });

  it('tells a mailbox that does not exist from one that is busy', async () => {
    await expect(mailer.send(letter({ to: { address: 'nobody@example.test' } }))).rejects.toBeInstanceOf(LetterRefused);
    const busy = await mailer.send(letter({ to: { address: 'busy@example.test' } })).catch((error: unknown) => error);
    expect(busy).toBeInstanceOf(Error);
    expect(busy).not.toBeInstanceOf(LetterRefused);
    expect((busy as Error).message).toBe('the mail server answered 451 to RCPT TO');
  });

  it('fails when nobody listens, and refuses a sender that is no address', async () => {
    const lost = smtpMailer({ url: 'smtp://127.0.0.1:9', from: 'a@b.test' });
    await expect(lost.send(letter())).rejects.toThrow('no mail server: ');
    await lost.close();
    expect(() => smtpMailer({ url: 'smtp://127.0.0.1:9', from: 'nobody' })).toThrow('MAIL_FROM');
  });
});

