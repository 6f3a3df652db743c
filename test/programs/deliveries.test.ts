import { afterAll, beforeAll, expect, it } from 'vitest';
import { retryEvents } from '../../src/core/inbox/index.js';
import { verifyBooks } from '../../src/core/verification/index.js';
import { askBank } from '../sandbox/checkout-payer.js';
import { seeded } from '../random.js';
import { openStage } from './stage.js';
import type { Learner, SandboxEvent, Stage } from './stage.js';
import type { Program } from '../../src/core/programs/index.js';

const FULL = process.env['PAYDESK_FULL'] === '1';
/** Orders whose events are told; about eight events each. */
const ORDERS = FULL ? 64 : 12;
const DELIVERIES = FULL ? 5_000 : 500;

const ENDS = ['paid', 'declined', 'declined, then paid', 'asked by the bank', 'expired', 'late money', 'late refusal', 'refunded at the processor'] as const;

let stage: Stage;
const random = seeded('deliveries of checkout events');
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** What becomes of an order, at the processor alone. */
async function live(learner: Learner, program: Program, end: (typeof ENDS)[number]): Promise<void> {
  if (end.startsWith('late')) await stage.control('POST', 'faults', { mode: 'processing', path: 'payment_pages', count: 1 });
  const url = await stage.enrol(learner, program);
  const id = url.split('/').at(-1) ?? '';
  const intent = async () => (await stage.control<{ data: { id: string; payment_intent: string | null }[] }>('GET', 'checkout_sessions')).data.find((one) => one.id === id)?.payment_intent ?? '';
  if (end.startsWith('declined')) await stage.pay(url, '4000000000000002');
  if (end === 'asked by the bank') {
    const bank = (await stage.pay(url, '4000002500003155')).location ?? '';
    await fetch((await askBank(bank, 'approve')) ?? '', { redirect: 'manual' });
  } else if (end === 'expired') await stage.control('POST', `checkout_sessions/${id}/expire`);
  else if (end !== 'declined') await stage.pay(url);
  if (end.startsWith('late')) await stage.control('POST', `payment_intents/${await intent()}/decide`, end === 'late refusal' ? { decline_code: 'insufficient_funds' } : {});
  if (end === 'refunded at the processor') {
    await fetch(`${stage.t.sandbox.urls.stripe}/v1/refunds`, { method: 'POST', headers: { authorization: `Bearer ${stage.t.secretKey}` }, body: new URLSearchParams({ payment_intent: await intent() }) });
  }
}

/** The end state: what every order came to, in the order they were made. */
async function state(): Promise<unknown[]> {
  const rows = await stage.t.world.read.db.selectFrom('purchases').innerJoin('payments', 'payments.id', 'purchases.payment_id')
    .select(['purchases.state', 'purchases.live', 'purchases.surplus', 'purchases.amount_refunded', 'purchases.billing_name', 'payments.state as money', 'payments.amount_received'])
    .orderBy('purchases.id').execute();
  return rows.map(({ billing_name: name, ...row }) => ({ ...row, amount_refunded: Number(row.amount_refunded), amount_received: Number(row.amount_received), named: row.state === 'completed' ? name : '' }));
}

async function makeOrders(): Promise<SandboxEvent[]> {
  const program = await stage.program();
  const before = (await stage.events()).length;
  for (let n = 0; n < ORDERS; n++) await live(await stage.learner(), program, ENDS[n % ENDS.length]!);
  return (await stage.events()).slice(before);
}

/** Retries and the resolver have their say, as they would within a day. */
async function settleDown(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    stage.t.clock.advance(3_600_000);
    await retryEvents(stage.t.world, 1_000);
    await stage.resolve();
  }
}

it(`any order, any repetition: the end state of the ordered run (${ORDERS} orders, ${DELIVERIES} deliveries)`, { timeout: 600_000 }, async () => {
  for (const event of await makeOrders()) await stage.receive(event);
  await settleDown();
  const ordered = await state();
  const events = await makeOrders();
  const copies = random.shuffle(Array.from({ length: Math.max(DELIVERIES, events.length) }, (_, i) => events[i % events.length]!));
  // Sixteen at a time: whatever queues goes together.
  for (let from = 0; from < copies.length; from += 16) await Promise.all(copies.slice(from, from + 16).map((event) => stage.receive(event)));
  await settleDown();
  expect((await state()).slice(ordered.length)).toEqual(ordered);
  expect(new Set(ordered.map((one) => (one as { state: string }).state))).toEqual(new Set(['completed', 'failed', 'refunded']));
  const mails = await stage.mails();
  const confirmed = mails.filter((mail) => mail.template === 'enrolment_confirmed').map((mail) => mail.subject_id);
  expect(confirmed.length).toBe(new Set(confirmed).size);
  expect((await verifyBooks(stage.t.world)).findings).toEqual([]);
  process.stderr.write(`${events.length} events of ${ORDERS} orders, delivered ${copies.length} times\n`);
});
