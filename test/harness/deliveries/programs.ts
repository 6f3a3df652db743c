import { createProgram, refundEnrolment, returnFromCheckout, startEnrolment } from '../../../src/core/programs/index.js';
import type { Program } from '../../../src/core/programs/index.js';
import { SYSTEM } from '../../../src/core/tx.js';
import { askBank, fillIn } from '../../sandbox/checkout-payer.js';
import { user } from './credits.js';
import { byHand, byHandLate, CARDS, dispute, losing } from './payer.js';
import type { Fate, Stage } from './payer.js';

const PROOF = '4000002500003155';

interface Page {
  readonly program: Program;
  readonly userId: string;
  readonly url: string;
}

const offer = ({ core }: Stage, seats: number | null = null): Promise<Program> =>
  core.world.transact((tx) => createProgram(tx, { title: 'Effective Communication', programType: 'Workshops', currency: 'USD', price: 9_900n, classRepDiscount: 900n, classRepLimit: null, seats }, SYSTEM));

/** A page that waits for its payer. */
async function open(stage: Stage, { of, isClassRep = false }: { of?: Omit<Page, 'url'>; isClassRep?: boolean } = {}): Promise<Page> {
  const [program, userId] = [of?.program ?? (await offer(stage)), of?.userId ?? (await user(stage))];
  const { url } = await startEnrolment(stage.core.world, {
    programId: program.publicId, user: { userId, customerId: null, name: 'Ada Baker', email: `${userId}@example.com` }, isClassRep, publicUrl: 'http://127.0.0.1:9', actor: { userId },
  });
  return { program, userId, url };
}

const sessionIn = ({ url }: Page): string => url.split('/').at(-1) ?? '';

/** The payment behind a page, once its payer typed a card. */
async function behind(stage: Stage, page: Page): Promise<{ externalId: string }> {
  const { data } = await stage.sandbox.control<{ data: { id: string; payment_intent: string | null }[] }>('GET', 'checkout_sessions');
  return { externalId: data.find((one) => one.id === sessionIn(page))?.payment_intent ?? '' };
}

async function paid(stage: Stage, card: string = CARDS.good): Promise<{ externalId: string }> {
  const page = await open(stage);
  await fillIn(page, card);
  return behind(stage, page);
}

/** Taken in, and on its way for days. */
async function underway(stage: Stage): Promise<{ externalId: string }> {
  await stage.sandbox.control('POST', 'faults', { mode: 'processing', path: 'payment_pages', count: 1 });
  return paid(stage);
}

const decide = (stage: Stage, { externalId }: { externalId: string }, code?: string) => stage.sandbox.control('POST', `payment_intents/${externalId}/decide`, code === undefined ? {} : { decline_code: code });

/** Everything that can happen to the page of an order while we do not look. */
export const PROGRAMS: readonly Fate[] = [
  (stage) => open(stage),
  (stage) => paid(stage),
  (stage) => paid(stage, CARDS.declined),
  async (stage) => {
    const page = await open(stage);
    for (const card of [CARDS.declined, CARDS.poor, CARDS.good]) await fillIn(page, card);
  },
  async (stage) => {
    const bank = (await fillIn(await open(stage), PROOF)).location ?? '';
    await fetch((await askBank(bank, 'approve')) ?? '', { redirect: 'manual' });
  },
  async (stage) => askBank((await fillIn(await open(stage), PROOF)).location ?? '', 'refuse'),
  async (stage) => stage.sandbox.control('POST', `checkout_sessions/${sessionIn(await open(stage))}/expire`),
  async (stage) => {
    const page = await open(stage);
    await fillIn(page, CARDS.declined);
    await stage.sandbox.control('POST', `checkout_sessions/${sessionIn(page)}/expire`);
  },
  (stage) => underway(stage),
  async (stage) => decide(stage, await underway(stage)),
  async (stage) => decide(stage, await underway(stage), 'insufficient_funds'),
  async (stage) => {
    const money = await underway(stage);
    await decide(stage, money);
    await byHand(stage, money, 1_000);
  },
  // Who changes his mind gets another page, and pays that.
  async (stage) => {
    const first = await open(stage);
    await fillIn(first, CARDS.declined);
    await fillIn(await open(stage, { of: first, isClassRep: true }), CARDS.good);
  },
  // The page is there, but its address got lost; asked again, it is the same page.
  async (stage) => {
    const of = { program: await offer(stage), userId: await user(stage) };
    await losing(stage, 'checkout/sessions', () => open(stage, { of }));
    await fillIn(await open(stage, { of }), CARDS.good);
  },
  async (stage) => {
    const money = await paid(stage);
    await byHand(stage, money, 3_333);
    await byHand(stage, money, 3_334);
  },
  async (stage) => byHand(stage, await paid(stage)),
  async (stage) => byHandLate(stage, await paid(stage, CARDS.lateRefund), 2_000),
  // Refunded by an admin, and nobody heard what the processor said.
  async (stage) => {
    const page = await open(stage);
    await fillIn(page, CARDS.good);
    const { publicId: purchaseId } = await returnFromCheckout(stage.core.world, { userId: page.userId, session: sessionIn(page) });
    await losing(stage, 'refunds', () => refundEnrolment(stage.core.world, { purchaseId, amount: 1_234n, actor: SYSTEM }));
  },
  async (stage) => dispute(stage, await paid(stage), null),
  async (stage) => dispute(stage, await paid(stage), 'win'),
  async (stage) => dispute(stage, await paid(stage), 'lose'),
  // A part goes back, the bank takes the rest, and gives it back.
  async (stage) => {
    const money = await paid(stage);
    await byHand(stage, money, 1_000);
    await dispute(stage, money, 'win', 8_900);
  },
  // What cannot happen at the processor: a page that counts as over here, and whose seat is somebody else's, is paid there.
  async (stage) => {
    const program = await offer(stage, 1);
    const late = await open(stage, { of: { program, userId: await user(stage) } });
    await stage.core.world.read.db.updateTable('purchases').set({ live: false, state: 'failed', hold_until: null }).where('user_id', '=', late.userId).execute();
    const other = await open(stage, { of: { program, userId: await user(stage) } });
    for (const page of [late, other]) await fillIn(page, CARDS.good);
  },
];
