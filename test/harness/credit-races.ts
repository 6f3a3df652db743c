import { createPackage, grantCredits } from '../../src/core/credits/index.js';
import { resolvePayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { confirmInBrowser } from '../../src/demo/payer.js';
import { call } from './call.js';
import { until } from '../until.js';
import { ADDRESSES, allAtOnce, AT_ONCE, deliver, note, race, succeededEvent } from './races.js';
import type { Arena, Report } from './races.js';

interface Spender {
  readonly token: string;
  readonly userId: string;
}

const PRICE = 1_000n;
/** Does not go into the price: every refund has its cent. */
const CREDITS = 1_001n;

/** Twenty spends of everything there is, some only set aside: one of them has it. */
export async function raceSpending(arena: Arena, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop } = arena;
    const spender = await newSpender(arena);
    for (const amount of [600n, 400n]) await shop.world.transact((tx) => grantCredits(tx, { userId: spender.userId, amount, reason: 'A gift', expiresAt: null, priority: 100 }, SYSTEM));
    const spend = (hold: boolean) => () => call(product.url, 'POST', '/api/app/credits/spends', spender.token, { amount: 10, purpose: 'A booking', hold });
    note(report, await allAtOnce(Array.from({ length: AT_ONCE }, (_, i) => spend(i % 2 === 0))));
    const spends = await shop.world.read.db.selectFrom('credit_spends').select('amount').where('user_id', '=', spender.userId).execute();
    const books = await booksOf(arena, spender.userId);
    if (spends.length !== 1 || books.remaining !== 0n || books.debt !== 0n) report.wrong.push(`${spends.length} spends of a balance for one: ${text(books)}`);
    report.wrong.push(...contradictions(books));
  });
}

/** The webhook with its repetitions at every address, and whoever asks the processor himself: one grant, one settlement, one receipt, one charge. */
export async function raceGrant(arena: Arena, rounds: number): Promise<Report> {
  const offered = await offer(arena);
  return race(rounds, async (report) => {
    const { product, shop, buyer, random } = arena;
    const { paymentId, intentId, secret } = await begin(arena, buyer.token, offered);
    await confirmInBrowser({ url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey }, secret);
    const event = succeededEvent(paymentId, intentId, PRICE, random);
    const told = Array.from({ length: AT_ONCE / 2 }, (_, i) => () => deliver(product, ADDRESSES[i % ADDRESSES.length]!, i % 3 === 0 ? succeededEvent(paymentId, intentId, PRICE, random) : event));
    const asked = Array.from({ length: AT_ONCE / 2 }, () => resolvePayment(shop.world, paymentId).catch((error: { code?: string }) => {
      report.wrong.push(`payment ${paymentId}: whoever asked met ${error.code ?? String(error)}`);
    }));
    const [answers] = await Promise.all([allAtOnce(told), ...asked]);
    note(report, answers);
    const { db } = shop.world.read;
    const lots = await db.selectFrom('credit_lots').select('amount').where('payment_id', '=', paymentId).execute();
    const settled = await db.selectFrom('ledger_transactions').select('id').where('occasion', 'like', `payment.settled:${paymentId}%`).execute();
    const receipts = await db.selectFrom('outbox_messages').select('id').where('template', '=', 'payment_receipt').where('subject_id', '=', paymentId).execute();
    const charges = (await atSandbox(arena, 'payment_intents')).filter((one) => one.metadata['paydesk_payment'] === paymentId && one.status === 'succeeded');
    if (lots.length !== 1 || lots[0]!.amount !== CREDITS) report.wrong.push(`payment ${paymentId}: granted ${lots.map((lot) => lot.amount).join(' and ')}`);
    if (settled.length !== 1 || receipts.length !== 1 || charges.length !== 1) report.wrong.push(`payment ${paymentId}: ${settled.length} settlements, ${receipts.length} receipts, ${charges.length} charges`);
  });
}

/** Three parts of the price go back while twenty spends want the credits: to the cent, and what is missing is a debt. */
export async function raceRefund(arena: Arena, adminToken: string, rounds: number): Promise<Report> {
  const offered = await offer(arena);
  return race(rounds, async (report) => {
    const { product, shop, random } = arena;
    const spender = await newSpender(arena);
    const { paymentId, intentId, secret } = await begin(arena, spender.token, offered);
    await confirmInBrowser({ url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey }, secret);
    await resolvePayment(shop.world, paymentId);
    const refunds = [3.33, 3.33, 3.34].map((amount) => () => call(product.url, 'POST', `/api/app/payments/${paymentId}/refund`, adminToken, { amount, reason: 'race' }));
    const spends = Array.from({ length: AT_ONCE }, () => () => call(product.url, 'POST', '/api/app/credits/spends', spender.token, { amount: 1, purpose: 'A booking' }));
    note(report, await allAtOnce(random.shuffle([...refunds, ...spends])));
    const { db } = shop.world.read;
    const back = async () => db.selectFrom('refunds').select(['amount', 'state']).where('payment_id', '=', paymentId).execute();
    await until(async () => (await back()).every(({ state }) => state === 'succeeded' || state === 'failed'), { what: 'an end of all refunds' });
    const ours = (await back()).filter(({ state }) => state === 'succeeded').reduce((sum, { amount }) => sum + amount, 0n);
    const theirs = (await atSandbox(arena, 'refunds')).filter((one) => one.payment_intent === intentId && one.status === 'succeeded').reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    const books = await booksOf(arena, spender.userId);
    const target = (CREDITS * ours * 2n + PRICE) / (2n * PRICE);
    if (ours !== theirs || ours !== PRICE) report.wrong.push(`payment ${paymentId}: ${ours} went back here, ${theirs} there`);
    if (books.clawedBack + books.debt !== target) report.wrong.push(`payment ${paymentId}: ${target} should be taken back: ${text(books)}`);
    const used = (await db.selectFrom('credit_spends').select('committed').where('user_id', '=', spender.userId).execute()).reduce((sum, { committed }) => sum + committed, 0n);
    if (books.spent !== used) report.wrong.push(`payment ${paymentId}: spends of ${used}: ${text(books)}`);
    report.wrong.push(...contradictions(books));
  });
}

async function newSpender({ product, shop }: Arena): Promise<Spender> {
  const token = await shop.user('customer');
  const own = await call(product.url, 'GET', '/api/app/credits', token);
  return { token, userId: String(own?.body['user_id']) };
}

async function offer({ shop }: Arena): Promise<string> {
  return (await shop.world.transact((tx) => createPackage(tx, { name: 'Medium Package', description: '', price: PRICE, credits: CREDITS, validDays: null, priority: 100, active: true }, SYSTEM))).id;
}

async function begin({ product, shop }: Arena, token: string, creditPackageId: string): Promise<{ paymentId: string; intentId: string; secret: string }> {
  const answer = await call(product.url, 'POST', '/api/stripe/create-payment-intent', token, { creditPackageId });
  const data = answer?.body['data'] as { clientSecret: string; paymentIntentId: string } | undefined;
  if (!data) throw new Error(`no intent: ${JSON.stringify(answer)}`);
  const { id } = await shop.world.read.db.selectFrom('payments').select('id').where('external_id', '=', data.paymentIntentId).executeTakeFirstOrThrow();
  return { paymentId: id, intentId: data.paymentIntentId, secret: data.clientSecret };
}

interface Made { status: string; amount: number; payment_intent: string; metadata: Record<string, string> }

async function atSandbox({ product }: Arena, kind: 'payment_intents' | 'refunds'): Promise<Made[]> {
  return ((await (await fetch(`${product.sandbox.stripe}/_sandbox/${kind}`)).json()) as { data: Made[] }).data;
}

type Books = Readonly<Record<'granted' | 'spent' | 'held' | 'expired' | 'clawedBack' | 'remaining' | 'debt' | 'ledger' | 'ledgerHeld', bigint>>;

async function booksOf({ shop }: Arena, userId: string): Promise<Books> {
  const { rows: [row] } = await shop.pool.query(
    `SELECT coalesce(sum(amount), 0)::bigint AS granted, coalesce(sum(spent), 0)::bigint AS spent, coalesce(sum(held), 0)::bigint AS held, coalesce(sum(expired), 0)::bigint AS expired,
       coalesce(sum(clawed_back), 0)::bigint AS "clawedBack", coalesce(sum(remaining), 0)::bigint AS remaining, coalesce((SELECT debt FROM credit_wallets WHERE user_id = $1::uuid), 0) AS debt,
       (SELECT coalesce(-sum(e.amount), 0)::bigint FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'user_credits' AND a.owner_id = $1::text) AS ledger,
       (SELECT coalesce(-sum(e.amount), 0)::bigint FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'credits_held' AND a.owner_id = $1::text) AS "ledgerHeld"
     FROM credit_lots WHERE user_id = $1::uuid`, [userId]);
  return row as unknown as Books;
}

const text = (books: Books): string => Object.entries(books).map(([place, amount]) => `${place} ${amount}`).join(', ');

/** Where tables and book say different things, or something got lost. */
function contradictions(books: Books): string[] {
  const { granted, spent, held, expired, clawedBack, remaining, debt, ledger, ledgerHeld } = books;
  const right = granted === spent + held + expired + clawedBack + remaining && ledger === remaining - debt && ledgerHeld === held && (debt === 0n || remaining === 0n);
  return right ? [] : [`the books do not agree: ${text(books)}`];
}
