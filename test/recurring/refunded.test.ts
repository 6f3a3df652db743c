import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveConsent, retryPursuit, stopPursuit, withdrawConsent } from '../../src/core/dunning/index.js';
import { creditInvoice, draftInvoice, issueInvoice, recordManualPayment, voidInvoice } from '../../src/core/invoices/index.js';
import { refundPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { checkBooks } from '../../src/core/verification/index.js';
import { isFailure } from '../../src/kernel/failure.js';
import { addDays } from '../../src/kernel/period.js';
import { seeded } from '../random.js';
import { DECLINING, GOOD, openStage } from './stage.js';
import type { Stage } from './stage.js';

const SEQUENCES = process.env['PAYDESK_FULL'] === '1' ? 200 : 12;
const COMMANDS = process.env['PAYDESK_FULL'] === '1' ? 40 : 20;
const START = Date.parse('2027-03-01T12:00:00Z');
const random = seeded('nothing refunded is pursued');

let t: Stage;
beforeAll(async () => { t = await openStage('Europe/Berlin', { points_per_dollar: 0 }); });
afterAll(() => t.close());

/** What a rule of the product refuses changes nothing; whatever else is thrown is a fault. */
async function ifPossible(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!isFailure(error) || ['bug', 'upstream', 'unavailable'].includes(error.kind)) throw error;
  });
}

it(`neither charges nor reminds of anything refunded, cancelled or called off, whatever happens in whatever order: ${SEQUENCES} × ${COMMANDS}`, { timeout: 1_200_000 }, async () => {
  for (let sequence = 0; sequence < SEQUENCES; sequence += 1) await play();
  expect((await checkBooks(t.world.read)).findings).toEqual([]);
});

async function play(): Promise<void> {
  let now = START;
  t.at(new Date(now).toISOString());
  const customerId = await t.billed('Ada', {}, random.pick([GOOD, DECLINING]));
  const cards = [await t.card(customerId), await t.card(customerId, DECLINING)];
  const invoices: string[] = [];
  /** Since when each invoice must be left alone. */
  const alone = new Map<string, Date>();
  const leave = (id: string) => void (alone.has(id) || alone.set(id, t.clock.now()));
  const one = () => random.pick(invoices);
  const commands: (() => Promise<void>)[] = [
    async () => {
      const autoCharge = random.below(3) > 0;
      const dueDate = addDays(new Date(now).toISOString().slice(0, 10), random.below(12));
      invoices.push((await t.world.transact(async (tx) => {
        const draft = await draftInvoice(tx, { customerId, lines: [{ description: 'Work', quantity: 1, unitPrice: BigInt(1_000 + random.below(9_000)), taxPpm: 82_500 }], autoCharge, actor: SYSTEM });
        return issueInvoice(tx, draft.id, SYSTEM, { dueDate });
      })).id);
    },
    async () => {
      now += (1 + random.below(9)) * 86_400_000;
      t.at(new Date(now).toISOString());
      await t.run(2);
      await t.send();
    },
    () => ifPossible(() => recordManualPayment(t.world, { invoiceIds: [one()], amount: BigInt(300 + random.below(4_000)), method: 'cash', actor: SYSTEM })),
    () => ifPossible(async () => {
      const invoiceId = one();
      const { rows: all } = await t.pool.query('SELECT payment_id FROM allocations WHERE invoice_id = $1 ORDER BY payment_id', [invoiceId]);
      if (all.length === 0) return;
      const given = random.pick(all);
      await refundPayment(t.world, { paymentId: given.payment_id, amount: 100n, keepOwing: random.below(2) === 0, actor: SYSTEM });
      const { rows } = await t.pool.query('SELECT subject_id FROM payment_targets WHERE payment_id = $1', [given.payment_id]);
      for (const { subject_id: id } of rows) leave(id);
    }),
    () => ifPossible(async () => { const id = one(); await voidInvoice(t.world, id, SYSTEM); leave(id); }),
    () => ifPossible(async () => { const id = one(); await creditInvoice(t.world, { invoiceId: id, actor: SYSTEM }); leave(id); }),
    () => ifPossible(async () => { const id = one(); await t.world.transact((tx) => stopPursuit(tx, id, SYSTEM)); leave(id); }),
    () => ifPossible(async () => { const id = one(); if (!alone.has(id)) await retryPursuit(t.world, id, SYSTEM); }),
    () => ifPossible(() => giveConsent(t.world, { customerId, methodId: random.pick(cards), evidence: { how: 'test' }, actor: SYSTEM })),
    () => ifPossible(() => t.world.transact((tx) => withdrawConsent(tx, customerId, SYSTEM))),
  ];
  await commands[0]!();
  for (let n = 0; n < COMMANDS; n += 1) await random.pick([...commands, commands[1]!, commands[1]!])();
  now += 40 * 86_400_000;
  t.at(new Date(now).toISOString());
  await t.run(2);
  await t.send();
  for (const id of invoices) await check(id, alone.get(id));
}

async function check(id: string, since: Date | undefined): Promise<void> {
  const { rows: [sums] } = await t.pool.query(`SELECT amount_paid, (SELECT coalesce(sum(amount - reversed), 0)::bigint FROM allocations WHERE invoice_id = i.id) AS allocated FROM invoices i WHERE id = $1`, [id]);
  expect(sums.allocated).toBe(sums.amount_paid);
  const { rows: letters } = await t.pool.query(`SELECT template, sent_at FROM outbox_messages WHERE subject_id = $1 AND state = 'sent' AND template <> 'invoice_issued'`, [id]);
  const { rows: charges } = await t.pool.query(`SELECT p.created_at FROM payments p JOIN payment_targets x ON x.payment_id = p.id WHERE x.subject_id = $1 AND p.request_key LIKE 'collection:%'`, [id]);
  if (since === undefined) return;
  expect(letters.filter((letter) => letter.sent_at > since), `letters about ${id} after ${since.toISOString()}`).toEqual([]);
  expect(charges.filter((charge) => charge.created_at > since), `charges of ${id} after ${since.toISOString()}`).toEqual([]);
}
