import { createPackage, grantCredits } from '../../../src/core/credits/index.js';
import { createProgram } from '../../../src/core/programs/index.js';
import { SYSTEM } from '../../../src/core/tx.js';
import { confirmInBrowser, fillInCheckout } from '../../../src/demo/payer.js';
import { newId } from '../../../src/kernel/ids.js';
import { call } from '../call.js';
import type { Deed, Scene } from '../kills.js';
import { unlessGone } from '../kills.js';
import type { Product } from '../product.js';
import type { Buyer, Shop } from '../shop.js';
import { refundPayment } from './invoices.js';

const PRICE = 1_000n;

/** Buyers of credits and of programs, who spend what they have, and an admin who refunds some. The server must run. */
export async function checkouts(where: { product: Product; shop: Shop }, buyers: readonly Buyer[], admin: string): Promise<readonly Deed[]> {
  const by = among(buyers);
  const spending = await spends(where, buyers);
  return [by((scene, buyer) => buyCredits(scene, buyer, admin, false)), by((scene, buyer) => buyCredits(scene, buyer, admin, true)), by((scene, buyer) => enrol(scene, buyer, admin)), ...spending, runLow];
}

/** Buyers who have credits and use them. The server must run. */
export async function spends({ product, shop }: { product: Product; shop: Shop }, buyers: readonly Buyer[]): Promise<readonly Deed[]> {
  for (const buyer of buyers) {
    const own = await call(product.url, 'GET', '/api/app/credits', buyer.token);
    await shop.world.transact((tx) => grantCredits(tx, { userId: String(own?.body['user_id']), amount: 10_000_000n, reason: 'A gift', expiresAt: null, priority: 100 }, SYSTEM));
  }
  return [among(buyers)(spend)];
}

/** What one of them does, whoever's turn it is. */
const among = (buyers: readonly Buyer[]) => (deed: (scene: Scene, buyer: Buyer) => Promise<boolean>): Deed => (scene) => deed(scene, scene.random.pick(buyers));

/** By the form, or with the card on file. The page asks for the balance until it is there; what it saw stays. */
async function buyCredits(scene: Scene, buyer: Buyer, admin: string, saved: boolean): Promise<boolean> {
  const { product, shop, random } = scene;
  const offered = await unlessGone(shop.world.transact((tx) => createPackage(tx, { name: 'Medium Package', description: '', price: PRICE, credits: 1_101n, validDays: null, priority: 100, active: true }, SYSTEM)));
  if (!offered) return true;
  const begun = await scene.tell('POST', '/api/stripe/create-payment-intent', buyer.token, { creditPackageId: offered.id, ...(saved && { paymentMethodId: buyer.cardId }) });
  const data = begun?.status === 200 ? begun.body['data'] as { clientSecret: string; paymentIntentId: string } : undefined;
  if (!data) return false;
  const door = { url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey };
  await (saved ? confirmWithSaved(door, data, buyer.cardId) : confirmInBrowser(door, data.clientSecret));
  const row = await unlessGone(shop.world.read.db.selectFrom('payments').select('id').where('external_id', '=', data.paymentIntentId).executeTakeFirst());
  if (!row) return true;
  // The money is at the processor: from here on there is no way in which it grants nothing.
  scene.promise({
    kind: saved ? 'credits by saved card' : 'credits by form', what: `payment ${row.id} granted its credits`,
    isKept: async (db) => (await db.selectFrom('credit_lots').select('amount').where('payment_id', '=', row.id).execute()).map((lot) => lot.amount).join() === '1101',
  });
  if (random.below(3) === 0 && await isSettled(scene, row.id)) await refundPayment(scene, admin, row.id, PRICE / BigInt(1 + random.below(3)));
  return true;
}

/** Nothing can go back before we have heard that it came. */
async function isSettled({ shop }: Scene, paymentId: string): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    const row = await unlessGone(shop.world.read.db.selectFrom('payments').select('state').where('id', '=', paymentId).executeTakeFirst());
    if (row?.state === 'succeeded') return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** What Stripe's script sends for a card that is on file. */
async function confirmWithSaved(door: { url: string; publishableKey: string }, { clientSecret, paymentIntentId }: { clientSecret: string; paymentIntentId: string }, cardId: string): Promise<void> {
  const form = new URLSearchParams({ key: door.publishableKey, client_secret: clientSecret, return_url: 'https://example.com/', payment_method: cardId });
  const response = await fetch(`${door.url}/v1/payment_intents/${paymentIntentId}/confirm`, { method: 'POST', body: form, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`the saved card was refused: ${response.status} ${await response.text()}`);
}

/** Through the page of the processor and back. */
async function enrol(scene: Scene, buyer: Buyer, admin: string): Promise<boolean> {
  const { shop, random } = scene;
  const program = await unlessGone(shop.world.transact((tx) => createProgram(tx, { title: 'Effective Communication', programType: 'Workshops', currency: 'USD', price: 9_900n, classRepLimit: null }, SYSTEM)));
  if (!program) return true;
  const begun = await scene.tell('POST', `/api/purchases/checkout-session/${program.publicId}`, buyer.token, {});
  const url = begun?.status === 200 ? begun.body['url'] : undefined;
  if (typeof url !== 'string') return false;
  const session = await fillInCheckout(url, '4242424242424242', 'Bea Buyer', buyer.email);
  const back = await scene.tell('POST', '/api/app/purchases/return', buyer.token, { session });
  if (back?.status !== 200 || back.body['status'] !== 'completed') return false;
  const id = String(back.body['id']);
  const refunded = random.below(4) === 0 ? await scene.tell('POST', `/api/app/enrolments/${id}/refund`, admin, { reason: 'kill harness' }) : null;
  const asked = refunded !== null && refunded.status === 200;
  scene.promise({
    kind: asked ? 'enrolment refunded' : 'enrolment', what: `purchase ${id} is ${asked ? 'refunded' : 'completed'}`,
    async isKept(db) {
      const row = await db.selectFrom('purchases').select(['state', 'live']).where('public_id', '=', id).executeTakeFirst();
      // A refund whose answer got lost may have taken place.
      return asked ? row?.state === 'refunded' && !row.live : row?.state === 'completed' || row?.state === 'refunded';
    },
  });
  return true;
}

/** Sets aside, asked again under its key when no answer came; then uses a part. */
async function spend(scene: Scene, buyer: Buyer): Promise<boolean> {
  const key = newId();
  let held = null;
  for (let tries = 0; tries < 5 && held === null; tries++) {
    held = await scene.tell('POST', '/api/app/credits/spends', buyer.token, { amount: 5, purpose: 'A booking', hold: true }, { 'idempotency-key': key });
    if (held === null) await new Promise((resolve) => setTimeout(resolve, 300));
  }
  if (held?.status !== 201) return false;
  const id = String(held.body['id']);
  const isThere = (state: readonly string[], committed: bigint | null) => async (db: Parameters<Parameters<Scene['promise']>[0]['isKept']>[0]) => {
    const row = await db.selectFrom('credit_spends').select(['state', 'committed']).where('id', '=', id).executeTakeFirst();
    return row !== undefined && state.includes(row.state) && (committed === null || row.committed === committed);
  };
  const used = await scene.tell('POST', `/api/app/credits/spends/${id}/commit`, buyer.token, { amount: 3.5 });
  if (used?.status === 200) scene.promise({ kind: 'credits used', what: `spend ${id} used 3.50`, isKept: isThere(['committed'], 350n) });
  else scene.promise({ kind: 'credits set aside', what: `spend ${id} is set aside`, isKept: isThere(['held', 'committed'], null) });
  return true;
}

/** Somebody whose card may be charged when little is left, and who uses nearly all he has: bought for him once, whoever is killed meanwhile. */
async function runLow(scene: Scene): Promise<boolean> {
  const { shop, product } = scene;
  const holder = await unlessGone(shop.buyer());
  const own = holder && await call(product.url, 'GET', '/api/app/credits', holder.token);
  if (!own || own.status !== 200) return false;
  const userId = String(own.body['user_id']);
  const offered = await unlessGone(shop.world.transact(async (tx) => {
    await grantCredits(tx, { userId, amount: 600n, reason: 'A gift', expiresAt: null, priority: 100 }, SYSTEM);
    return createPackage(tx, { name: 'Large Package', description: '', price: PRICE, credits: 2_000n, validDays: null, priority: 100, active: true }, SYSTEM);
  }));
  if (!offered) return false;
  const allowed = await scene.tell('PUT', '/api/app/credits/top-up', holder.token, { package_id: offered.id, payment_method_id: holder.cardId, below: 5, most_a_month: 3, agreed: true });
  if (allowed?.status !== 200) return false;
  const used = await scene.tell('POST', '/api/app/credits/spends', holder.token, { amount: 2, purpose: 'A booking' });
  if (used?.status !== 201) return false;
  scene.promise({
    kind: 'top-up', what: `credits of ${userId} were topped up once`,
    async isKept(db) {
      const charges = await db.selectFrom('credit_top_up_charges').select('state').where('user_id', '=', userId).execute();
      const lots = await db.selectFrom('credit_lots').select('amount').where('user_id', '=', userId).orderBy('amount').execute();
      return charges.map(({ state }) => state).join() === 'succeeded' && lots.map(({ amount }) => amount).join() === '600,2000';
    },
  });
  return true;
}
