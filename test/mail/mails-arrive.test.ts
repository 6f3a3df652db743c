import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { smtpMailer } from '../../src/adapters/mail/smtp.js';
import { writeLetter } from '../../src/adapters/mail/write-letter.js';
import { getInvoice, payInvoices } from '../../src/core/invoices/index.js';
import type { Invoice } from '../../src/core/invoices/index.js';
import { mailCarrier, queueMail } from '../../src/core/notifications/index.js';
import { createDrain } from '../../src/core/outbox/index.js';
import type { Carrier, Delivery, Drain, DueMessage } from '../../src/core/outbox/index.js';
import { confirmPayment, refundPayment } from '../../src/core/payments/index.js';
import { saveSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import { silentLog } from '../bare-world.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';

interface ArrivedMail {
  readonly message_id: string;
  readonly subject: string;
  readonly to: string[];
  readonly text: string;
  readonly html: string;
  readonly deliveries: number;
}

let t: TestWorld;
let drain: Drain;
let mailer: ReturnType<typeof smtpMailer>;
let carry: Carrier;

beforeAll(async () => {
  t = await openTestWorld();
  await saveSettings(t.world, SYSTEM, { business_name: 'Łódź Lawn', support_email: 'help@lawn.example' });
  mailer = smtpMailer({ url: t.sandbox.urls.smtp, from: 'Łódź Lawn <billing@lawn.example>' });
  const link = async () => ({ link: 'https://pay.lawn.example/app/x#token=t', code: '123456' });
  carry = mailCarrier({ world: t.world, mailer, write: writeLetter, linkFor: ({ kind, id }) => `https://pay.lawn.example/app/p/${kind}-${id}`, invoicePdf: async () => new Uint8Array([37, 80, 68, 70]), publicUrl: 'https://pay.lawn.example/', links: { verify_email: link, password_reset: async () => null, sign_in_code: link, invitation: link, change_email: link } });
  drain = createDrain({ world: t.world, log: silentLog, carriers: { mail: carry } });
});
beforeEach(() => fetch(`${t.sandbox.urls.mailbox}/messages`, { method: 'DELETE' }));
afterAll(async () => {
  await drain.stop(2_000);
  await mailer.close();
  await t.close();
});

async function sendAll(): Promise<ArrivedMail[]> {
  for (let tries = 0; tries < 3_000; tries++) {
    await drain.run();
    const { rows } = await t.pool.query(`SELECT 1 FROM outbox_messages WHERE state = 'pending'`);
    if (rows.length === 0) return (await (await fetch(`${t.sandbox.urls.mailbox}/messages`)).json()) as ArrivedMail[];
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the outbox did not empty');
}

async function paidInvoice(name: string, cents: bigint): Promise<{ invoice: Invoice; paymentId: string }> {
  const customerId = await t.customer(name);
  const invoice = await t.invoice(customerId, cents);
  const started = await payInvoices(t.world, { customerId, lines: [{ invoiceId: invoice.id, amount: null }], actor: SYSTEM });
  await t.payAtProcessor(started.clientSecret!);
  await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: started.payment.externalId! });
  return { invoice: await getInvoice(t.world.read, invoice.id), paymentId: started.payment.id };
}

const bySubject = (mails: readonly ArrivedMail[], word: string) => mails.filter((mail) => mail.subject.includes(word));

describe('mails', () => {
  it('follow a payment: one receipt and one word about points, each under the id of its row', async () => {
    const { invoice } = await paidInvoice('Łukasz Żółć', 18_500n);
    const mails = await sendAll();
    expect(mails).toHaveLength(2);
    const [receipt] = bySubject(mails, 'Receipt');
    expect(receipt).toMatchObject({ subject: 'Receipt for $185.00 from Łódź Lawn', to: [invoice.customer.email], deliveries: 1 });
    expect(receipt?.text).toContain(`Hello Łukasz Żółć, thank you for your payment for invoice ${invoice.number}.`);
    const [points] = bySubject(mails, 'points');
    expect(points?.text).toContain('Points earned: 1,850\nYour balance now: 1,850');
    const { rows } = await t.pool.query<{ id: string }>('SELECT id FROM outbox_messages WHERE recipient = $1', [invoice.customer.email]);
    expect(mails.map((mail) => mail.message_id).sort()).toEqual(rows.map(({ id }) => `<${id}@pay.lawn.example>`).sort());
  });

  it('follow a refund, with the number of its credit note', async () => {
    const { paymentId } = await paidInvoice('Ελένη', 5_000n);
    await refundPayment(t.world, { paymentId, amount: 2_000n, reason: null, keepOwing: false, actor: SYSTEM });
    const [refund] = bySubject(await sendAll(), 'Refund');
    const { rows } = await t.pool.query('SELECT number FROM credit_notes');
    expect(refund?.subject).toBe('Refund of $20.00 from Łódź Lawn');
    expect(refund?.text).toContain(`Credit note: ${rows.at(-1).number}`);
  });

  it('say nothing of a failed payment that went through before the mail could leave', async () => {
    const { paymentId } = await paidInvoice('Дмитрий', 5_000n);
    await sendAll();
    await fetch(`${t.sandbox.urls.mailbox}/messages`, { method: 'DELETE' });
    const data = { name: 'Дмитрий', payment_id: paymentId, amount: '50.00', currency: 'USD', failure_code: 'card_declined', card_last4: null, items: [] };
    await t.world.transact(async (tx) => queueMail(tx, 'payment_failed', { occasion: 'late', subjectId: paymentId, recipient: 'd@example.com', data }));
    expect(await sendAll()).toEqual([]);
    expect((await t.pool.query(`SELECT state FROM outbox_messages WHERE occasion = 'late'`)).rows).toEqual([{ state: 'dropped' }]);
  });

  it('carry a secret only in the letter, and are dropped when it is no longer wanted', async () => {
    const subjectId = newId();
    await t.world.transact(async (tx) => {
      queueMail(tx, 'verify_email', { occasion: 'o', subjectId, recipient: 'v@example.com', data: { name: 'V', expires_in_minutes: 60 } });
      queueMail(tx, 'password_reset', { occasion: 'o', subjectId, recipient: 'v@example.com', data: { name: 'V', expires_in_minutes: 60 } });
    });
    const mails = await sendAll();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('#token=t');
    const { rows } = await t.pool.query('SELECT state, data::text FROM outbox_messages WHERE subject_id = $1 ORDER BY template', [subjectId]);
    expect(rows.map((row) => row.state)).toEqual(['dropped', 'sent']);
    expect(JSON.stringify(rows)).not.toContain('token');
  });

  it('arrive again under the same Message-ID after a crash between sending and marking', async () => {
    await t.world.transact(async (tx) => queueMail(tx, 'taken_address', { occasion: 'o', subjectId: newId(), recipient: 'twice@example.com', data: { name: 'Twice' } }));
    await new Promise<void>((accepted) => {
      const carriers = { mail: async (message: DueMessage) => (await carry(message), accepted(), new Promise<Delivery>(() => undefined)) };
      void createDrain({ world: t.world, log: silentLog, carriers }).run();
    });
    t.clock.advance(31_000);
    const mails = await sendAll();
    expect(new Set(mails.map((mail) => mail.message_id)).size).toBe(1);
    expect(mails[0]?.deliveries).toBe(2);
  });

  it('give up on an address that is none, and send to strange but real ones', async () => {
    await t.world.transact(async (tx) => {
      for (const recipient of ['a@b.test\r\nBcc: evil@x.test', "o'brien+tag@example.com"]) {
        queueMail(tx, 'taken_address', { occasion: 'odd', subjectId: newId(), recipient, data: { name: 'A\r\nBcc: evil@x.test' } });
      }
    });
    const mails = await sendAll();
    expect(mails.map((mail) => mail.to)).toEqual([["o'brien+tag@example.com"]]);
    const { rows } = await t.pool.query(`SELECT state, last_error FROM outbox_messages WHERE occasion = 'odd' AND state = 'failed'`);
    expect(rows).toEqual([{ state: 'failed', last_error: 'the address is none' }]);
  });
});
