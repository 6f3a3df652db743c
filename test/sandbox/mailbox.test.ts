import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder, startTestSandbox, type Running } from './start.js';

interface Mail {
  id: string;
  message_id: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  deliveries: number;
  attachments: { filename: string; size: number }[];
}

let sandbox: Running;
let send: (mail: SendMailOptions) => Promise<unknown>;
let hangUp: () => void;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  connect();
});
afterEach(async () => void (await fetch(`${sandbox.urls.mailbox}/messages`, { method: 'DELETE' })));
afterAll(async () => {
  hangUp();
  await sandbox.close();
  removeFolder(sandbox.directory);
});

function connect(): void {
  const pool = createTransport({ host: '127.0.0.1', port: Number(new URL(sandbox.urls.smtp).port), pool: true, maxMessages: 100_000 });
  send = (mail) => pool.sendMail({ from: 'Paydesk <desk@example.com>', ...mail });
  hangUp = () => pool.close();
}

async function list(query = ''): Promise<Mail[]> {
  return (await (await fetch(`${sandbox.urls.mailbox}/messages${query}`)).json()) as Mail[];
}

it('shows what was sent, with text, HTML, headers and attachments', async () => {
  const content = Buffer.alloc(3000, 7);
  await send({ to: 'Ada <ada@example.com>, bob@example.com', bcc: 'audit@example.com', subject: 'Receipt ✓ für Ada', text: 'Grüße\n', html: '<p>Grüße</p>', headers: { 'X-Kind': 'receipt' }, attachments: [{ filename: 'receipt.pdf', content }] });
  const [mail] = await list();
  expect(mail).toMatchObject({ from: 'Paydesk <desk@example.com>', to: ['ada@example.com', 'bob@example.com', 'audit@example.com'], subject: 'Receipt ✓ für Ada', text: expect.stringMatching(/^Grüße\s*$/), html: expect.stringMatching(/^<p>Grüße<\/p>\s*$/), deliveries: 1, attachments: [{ filename: 'receipt.pdf', size: 3000 }] });
  expect(mail?.headers['x-kind']).toBe('receipt');
  expect(await (await fetch(`${sandbox.urls.mailbox}/messages/${mail?.id}`)).json()).toEqual(mail);
});

it('finds by recipient, subject, time and words, newest first', async () => {
  await send({ to: 'ada@example.com', subject: 'Invoice 1', text: 'one' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const since = new Date().toISOString();
  await send({ to: 'bob@example.com', subject: 'Invoice 2', text: 'two' });
  await send({ to: 'ada@example.com', subject: 'Receipt 2', text: 'three' });
  const subjects = async (query: string): Promise<string[]> => (await list(query)).map(({ subject }) => subject);
  expect(await subjects('')).toEqual(['Receipt 2', 'Invoice 2', 'Invoice 1']);
  expect(await subjects('?to=ADA@example.com')).toEqual(['Receipt 2', 'Invoice 1']);
  expect(await subjects('?subject=invoice&to=bob')).toEqual(['Invoice 2']);
  expect(await subjects(`?since=${since}`)).toEqual(['Receipt 2', 'Invoice 2']);
  expect(await subjects('?search=two%20invoice')).toEqual(['Invoice 2']);
  expect(await (await fetch(`${sandbox.urls.mailbox}/messages/count?to=ada`)).json()).toEqual({ count: 2 });
});

it('keeps every delivery of one Message-ID, and says how often it came', async () => {
  for (let time = 0; time < 3; time++) await send({ to: 'ada@example.com', subject: 'Again', text: 'x', messageId: '<receipt-1@example.com>' });
  await send({ to: 'ada@example.com', subject: 'Once', text: 'x' });
  expect((await list()).map(({ deliveries }) => deliveries)).toEqual([1, 3, 3, 3]);
  expect(await list('?message_id=%3Creceipt-1%40example.com%3E')).toHaveLength(3);
});

it('keeps mail over a restart', async () => {
  await send({ to: 'ada@example.com', subject: 'Before', text: 'x' });
  hangUp();
  await sandbox.close();
  sandbox = await startTestSandbox({ journalDir: sandbox.directory });
  connect();
  await send({ to: 'ada@example.com', subject: 'After', text: 'x' });
  const mails = await list();
  expect(mails.map(({ subject }) => subject)).toEqual(['After', 'Before']);
  expect(new Set(mails.map(({ id }) => id)).size).toBe(2);
});

const MANY = process.env['PAYDESK_FULL'] === '1' ? 1_000 : 200;

it(`takes ${MANY}`, async () => {
  const html = `<table>${'<tr><td>line</td></tr>'.repeat(100)}</table>`;
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next++ < MANY) await send({ to: `c${next % 50}@example.com`, subject: `Invoice ${next}`, text: `Invoice number ${next}`, html });
  };
  await Promise.all(Array.from({ length: 5 }, sender));
  expect(await (await fetch(`${sandbox.urls.mailbox}/messages/count`)).json()).toEqual({ count: MANY });
  expect(await list('?brief=1&limit=100')).toHaveLength(100);
});

describe('the inbox page', () => {
  it('is one page that lets a mail run nothing', async () => {
    await send({ to: 'ada@example.com', subject: '<script>alert(1)</script>', html: '<script>alert(1)</script><p>hello</p>' });
    const page = await fetch(sandbox.urls.mailbox);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).not.toContain('alert(1)');
    const [mail] = await list();
    const body = await fetch(`${sandbox.urls.mailbox}/messages/${mail?.id}/html`);
    expect(body.headers.get('content-security-policy')).toMatch(/sandbox(?!.*allow-scripts)/);
  });
});
