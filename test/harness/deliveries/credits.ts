import { buyCredits, commitSpend, createPackage, grantCredits, spendCredits } from '../../../src/core/credits/index.js';
import { applyIntents, refundPayment } from '../../../src/core/payments/index.js';
import { SYSTEM } from '../../../src/core/tx.js';
import { newHexId, newId } from '../../../src/kernel/ids.js';
import { customer } from './invoices.js';
import { atBank, byHand, byHandLate, CARDS, dispute, losing, type } from './payer.js';
import type { Fate, Form, Stage } from './payer.js';

interface Opened extends Form {
  readonly userId: string;
}

export async function user({ core }: Stage): Promise<string> {
  const id = newId();
  await core.world.transact((tx) => tx.db.insertInto('users').values({ id, public_id: newHexId(), email: `${id}@example.com`, name: 'Ada Baker', created_at: tx.now, updated_at: tx.now }).execute());
  return id;
}

/** Somebody's form for a package of 10.00 with a gift of 1.01. A customer gets a receipt. */
async function open(stage: Stage, of?: string): Promise<Opened> {
  const { world } = stage.core;
  const [userId, customerId] = [of ?? (await user(stage)), await customer(stage)];
  const offered = await world.transact((tx) => createPackage(tx, { name: 'Medium Package', description: '', price: 1_000n, credits: 1_101n, validDays: null, priority: 100, active: true }, SYSTEM));
  return { userId, ...(await buyCredits(world, { userId, customerId, packageId: offered.id, requestKey: null })) };
}

async function paid(stage: Stage, number?: string, of?: string): Promise<Opened> {
  const opened = await open(stage, of);
  await type(stage, opened, number);
  return opened;
}

/** Paid, and known to us because we asked. */
async function settled(stage: Stage): Promise<Opened> {
  const opened = await paid(stage);
  const intent = await stage.core.processor.retrieveIntent(opened.externalId);
  await stage.core.world.transact((tx) => applyIntents(tx, [{ intent }]));
  return opened;
}

const spend = ({ core }: Stage, userId: string, amount: bigint, hold = false) =>
  core.world.transact((tx) => spendCredits(tx, { userId, amount, purpose: 'A booking', hold, requestKey: null, actor: { userId } }));

/** Everything that can happen to the payment of a package while we do not look. */
export const CREDITS: readonly Fate[] = [
  (stage) => open(stage),
  (stage) => paid(stage),
  async (stage) => {
    const opened = await paid(stage, CARDS.declined);
    await type(stage, opened, CARDS.poor);
    await type(stage, opened);
  },
  (stage) => paid(stage, CARDS.declined),
  async (stage) => atBank(stage, await paid(stage, CARDS.proof), 'approve'),
  async (stage) => atBank(stage, await paid(stage, CARDS.proof), 'refuse'),
  async (stage) => stage.sdk.paymentIntents.cancel((await open(stage)).externalId),
  async (stage) => stage.sdk.paymentIntents.cancel((await paid(stage, CARDS.declined)).externalId),
  // Given up on, and begun again.
  async (stage) => {
    const first = await paid(stage, CARDS.declined);
    await stage.sdk.paymentIntents.cancel(first.externalId);
    await paid(stage, CARDS.good, first.userId);
  },
  async (stage) => {
    const opened = await paid(stage);
    await byHand(stage, opened, 333);
    await byHand(stage, opened, 334);
  },
  async (stage) => byHand(stage, await paid(stage)),
  async (stage) => byHandLate(stage, await paid(stage, CARDS.lateRefund), 200),
  async (stage) => {
    const { externalId } = await settled(stage);
    const { id } = await stage.core.world.read.db.selectFrom('payments').select('id').where('external_id', '=', externalId).executeTakeFirstOrThrow();
    await losing(stage, 'refunds', () => refundPayment(stage.core.world, { paymentId: id, amount: 123n, actor: SYSTEM }));
  },
  // More goes back than is left: a debt, that the next purchase pays.
  async (stage) => {
    const opened = await settled(stage);
    await spend(stage, opened.userId, 900n);
    await byHand(stage, opened, 600);
    await byHand(stage, await paid(stage, CARDS.good, opened.userId), 500);
  },
  // Some is set aside, some used, some a gift, while everything that was bought goes back.
  async (stage) => {
    const opened = await settled(stage);
    await stage.core.world.transact((tx) => grantCredits(tx, { userId: opened.userId, amount: 300n, reason: 'A gift', expiresAt: null, priority: 50 }, SYSTEM));
    await spend(stage, opened.userId, 500n, true);
    const { id } = await spend(stage, opened.userId, 200n, true);
    await stage.core.world.transact((tx) => commitSpend(tx, id, 150n, SYSTEM));
    await byHand(stage, opened);
  },
  async (stage) => dispute(stage, await paid(stage), null),
  async (stage) => dispute(stage, await paid(stage), 'win'),
  async (stage) => dispute(stage, await paid(stage), 'lose'),
  // A part goes back, the bank takes the rest, and gives it back.
  async (stage) => {
    const opened = await paid(stage);
    await byHand(stage, opened, 400);
    await dispute(stage, opened, 'win', 600);
  },
];
