import { createCustomer } from '../../src/core/customers/index.js';
import { draftProposal, sendProposal } from '../../src/core/proposals/index.js';
import { publicLinks } from '../../src/core/public-links/index.js';
import { generateDueInvoices } from '../../src/core/recurring/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import { parseKeyRing } from '../../src/kernel/keyring.js';
import { call } from './call.js';
import type { Answered } from './call.js';
import { until } from '../until.js';
import { allAtOnce, AT_ONCE, note, race } from './races.js';
import type { Arena, Report } from './races.js';

type Wish = () => Promise<Answered | null>;

/** Shares that do not go into the amounts: every stage has its cent. */
const SHARES = [3_333, 3_333, 3_334] as const;
const times = (count: number, wish: Wish): Wish[] => Array.from({ length: count }, () => wish);

/** An offer decided from all sides at once: behind its link, in the app and at the desk, yes and no. One decision, and what follows from that one only. */
export async function raceDecision(arena: Arena, adminToken: string, rounds: number, yesOnly = false): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, buyer, random } = arena;
    const offer = await sentOffer(arena);
    const word = { name: 'Bea Buyer', document_hash: offer.hash };
    const at = (path: string, token: string | null, body: object): Wish => () => call(product.url, 'POST', path, token, body);
    const yes = [
      at(`/api/app/public/${offer.token}/proposal/accept`, null, word), at(`/api/app/proposals/${offer.id}/accept`, buyer.token, word), at(`/proposals/${offer.id}/accept`, adminToken, {}),
    ];
    const no = [
      at(`/api/app/public/${offer.token}/proposal/reject`, null, word), at(`/api/app/proposals/${offer.id}/reject`, buyer.token, word), at(`/proposals/${offer.id}/reject`, adminToken, {}),
    ];
    const doors = yesOnly ? yes : [...yes, ...no];
    const answers = await allAtOnce(random.shuffle(Array.from({ length: AT_ONCE }, (_, i) => doors[i % doors.length]!)));
    note(report, answers);
    await expectOneDecision(arena, offer, report);
    const won = answers.filter((answer) => answer?.status === 200).length;
    if (won !== 1) report.wrong.push(`${won} were told that they decided offer ${offer.id}`);
  });
}

/** An accepted offer billed twenty times at once: each stage once, together the total. */
export async function raceGenerate(arena: Arena, adminToken: string, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product } = arena;
    const offer = await sentOffer(arena);
    await call(product.url, 'POST', `/proposals/${offer.id}/accept`, adminToken, {});
    const answers = await allAtOnce(times(AT_ONCE, () => call(product.url, 'POST', '/billing/generate-from-proposal', adminToken, { proposal_id: offer.id })));
    note(report, answers);
    await expectStages(arena, offer, true, report);
    const won = answers.filter((answer) => answer?.status === 201).length;
    if (won !== 1) report.wrong.push(`${won} were told that they billed offer ${offer.id}`);
  });
}

/** A period billed by the button while schedules of other processes come to it: one invoice. */
export async function raceRecurring(arena: Arena, adminToken: string, rounds: number): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop } = arena;
    const customer = await shop.world.transact((tx) => createCustomer(tx, { name: 'Monthly Buyer', email: `${newId()}@example.com` }, SYSTEM));
    const dayNow = () => new Date().toISOString().slice(0, 10);
    let today: string;
    // Said again where midnight passed meanwhile: it must be due on the day since which there is a fee.
    do {
      today = dayNow();
      const set = await call(product.url, 'PUT', `/customers/${customer.id}/billing`, adminToken, { monthly_fee: 500, billing_frequency: 'monthly', billing_day: Number(today.slice(8)) });
      if (set?.status !== 200) throw new Error(`no monthly fee: ${JSON.stringify(set)}`);
    } while (dayNow() !== today);
    const button: Wish = () => call(product.url, 'POST', '/billing/generate-recurring', adminToken, { customer_id: customer.id, period: today.slice(0, 7) });
    const schedule = async (): Promise<null> => { await generateDueInvoices(shop.world); return null; };
    const [pressed] = await Promise.all([allAtOnce(times(AT_ONCE / 2, button)), ...Array.from({ length: AT_ONCE / 2 }, schedule)]);
    note(report, pressed);
    const invoices = await shop.world.read.db.selectFrom('invoices').select(['id', 'total']).where('customer_id', '=', customer.id).execute();
    const mails = await shop.world.read.db.selectFrom('outbox_messages').select('id').where('recipient', '=', customer.email).where('template', '=', 'invoice_issued').execute();
    if (invoices.length !== 1 || mails.length !== 1) report.wrong.push(`${invoices.length} invoices and ${mails.length} letters for one month of customer ${customer.id}`);
  });
}

/** One invoice paid from all sides at once with the saved card, by its customer and at the desk: one charge, one receipt. With `costs`, while they change: charged is what is owed. */
export async function racePay(arena: Arena, adminToken: string, rounds: number, costs = false): Promise<Report> {
  return race(rounds, async (report) => {
    const { product, shop, buyer, random } = arena;
    const invoice = await shop.invoice(buyer.customerId, BigInt(1_000 + random.below(9_000)));
    const pay = (token: string): Wish => () => call(product.url, 'POST', '/billing/pay-invoice', token, { invoice_id: invoice.id, payment_method_id: buyer.cardId });
    const inApp: Wish = () => call(product.url, 'POST', `/api/app/invoices/${invoice.id}/pay`, buyer.token, { payment_method_id: buyer.cardId });
    const change: Wish = () => call(product.url, 'PUT', `/billing/invoices/${invoice.id}/infrastructure-costs`, adminToken, { infrastructure_costs: 1 + random.below(50) });
    const doors = costs ? [pay(buyer.token), change] : [pay(buyer.token), inApp];
    note(report, await allAtOnce(random.shuffle(Array.from({ length: AT_ONCE }, (_, i) => doors[i % doors.length]!))));
    await expectPaidOnce(arena, invoice.id, report);
  });
}

interface Offer {
  readonly id: string;
  readonly token: string;
  readonly hash: string;
  readonly total: bigint;
}

async function sentOffer({ product, shop, buyer, random }: Arena): Promise<Offer> {
  const total = BigInt(10_000 + random.below(90_000));
  const offer = await shop.world.transact(async (tx) => {
    const draft = await draftProposal(tx, {
      customerId: buyer.customerId, title: 'Relaunch', description: null, currency: 'USD', total, monthlyRecurring: 0n, validUntil: null,
      stages: SHARES.map((shareBp, i) => ({ shareBp, milestone: `Stage ${i + 1}`, dueDays: 10 * i })), actor: SYSTEM,
    });
    return sendProposal(tx, draft.id, SYSTEM);
  });
  const { tokenFor } = publicLinks({ keys: parseKeyRing(product.keys), publicUrl: product.url });
  return { id: offer.id, token: tokenFor({ kind: 'proposal', id: offer.id }), hash: offer.documentHash!, total };
}

async function expectOneDecision(arena: Arena, offer: Offer, report: Report): Promise<void> {
  const db = arena.shop.world.read.db;
  const decisions = await db.selectFrom('proposal_decisions').select(['decision', 'decided_by']).where('proposal_id', '=', offer.id).execute();
  const entries = await db.selectFrom('audit_log').select('action').where('resource_id', '=', offer.id).where('action', 'in', ['proposal.accepted', 'proposal.rejected']).execute();
  const { state } = await db.selectFrom('proposals').select('state').where('id', '=', offer.id).executeTakeFirstOrThrow();
  if (decisions.length !== 1 || entries.length !== 1) report.wrong.push(`offer ${offer.id}: ${decisions.length} decisions, ${entries.length} written down`);
  if (state !== decisions[0]?.decision) report.wrong.push(`offer ${offer.id} is ${state} after ${decisions[0]?.decision}`);
  // A yes of the customer bills at once, one on his behalf waits for the button.
  const invoices = await db.selectFrom('invoices').select('id').where('proposal_id', '=', offer.id).execute();
  await expectStages(arena, offer, state === 'accepted' && invoices.length > 0, report);
}

async function expectStages({ shop }: Arena, offer: Offer, billed: boolean, report: Report): Promise<void> {
  const invoices = await shop.world.read.db.selectFrom('invoices').select(['id', 'amount', 'proposal_stage', 'issued_at']).where('proposal_id', '=', offer.id).orderBy('proposal_stage').execute();
  const sum = invoices.reduce((all, { amount }) => all + amount, 0n);
  const stages = invoices.map(({ proposal_stage: stage }) => stage).join();
  if (stages !== (billed ? SHARES.map((_, i) => i).join() : '')) report.wrong.push(`offer ${offer.id}: stages ${stages || 'none'} are billed`);
  if (billed && sum !== offer.total) report.wrong.push(`offer ${offer.id}: ${sum} billed of ${offer.total}`);
  if (invoices.length === 0) return;
  const letters = await shop.world.read.db.selectFrom('outbox_messages').select('id').where('template', '=', 'invoice_issued').where('subject_id', 'in', invoices.map(({ id }) => id)).execute();
  if (letters.length !== invoices.length) report.wrong.push(`offer ${offer.id}: ${letters.length} letters for ${invoices.length} invoices`);
}

async function expectPaidOnce({ product, shop }: Arena, invoiceId: string, report: Report): Promise<void> {
  const db = shop.world.read.db;
  const payments = () => db.selectFrom('payment_targets as t').innerJoin('payments as p', 'p.id', 't.payment_id').select(['p.id', 'p.external_id', 'p.state']).where('t.subject_id', '=', invoiceId).execute();
  await until(async () => (await payments()).every(({ state }) => ['succeeded', 'failed', 'canceled'].includes(state)), { what: `the end of the payments of ${invoiceId}` });
  let charged = 0n;
  let charges = 0;
  for (const { external_id: intent } of await payments()) {
    if (intent === null) continue;
    const answer = await fetch(`${product.sandbox.stripe}/v1/payment_intents/${intent}`, { headers: { authorization: `Bearer ${product.sandbox.secretKey}` } });
    const { status, amount_received: received } = await answer.json() as { status: string; amount_received: number };
    if (status !== 'succeeded') continue;
    charges += 1;
    charged += BigInt(received);
  }
  const invoice = await db.selectFrom('invoices').select(['amount_paid', 'total']).where('id', '=', invoiceId).executeTakeFirstOrThrow();
  const paidBy = (await payments()).map(({ id }) => id);
  const receipts = await db.selectFrom('outbox_messages').select('id').where('template', '=', 'payment_receipt').where('subject_id', 'in', paidBy).execute();
  if (charges !== 1 || receipts.length !== 1) report.wrong.push(`invoice ${invoiceId}: ${charges} charges, ${receipts.length} receipts`);
  if (charged !== invoice.total || invoice.amount_paid !== invoice.total) report.wrong.push(`invoice ${invoiceId}: ${charged} charged and ${invoice.amount_paid} paid of ${invoice.total}`);
}
