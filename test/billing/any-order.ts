import { changeProposal, acceptProposal, deleteProposal, draftProposal, generateFromProposal, getProposal, payFirstStage, rejectProposal, sendProposal } from '../../src/core/proposals/index.js';
import { retryPursuit, stopPursuit } from '../../src/core/dunning/index.js';
import { payInvoices } from '../../src/core/invoices/index.js';
import { confirmPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { Failure } from '../../src/kernel/failure.js';
import { commands as onInvoices } from '../invoices/commands.js';
import { decideAs, offer } from '../proposals/offers.js';
import type { Random } from '../random.js';
import { ASKING, DECLINING, GOOD } from '../recurring/stage.js';
import type { Stage } from '../recurring/stage.js';

/** One customer of a business, and what can be named of him so far. */
export interface Client {
  readonly t: Stage;
  readonly random: Random;
  readonly customerId: string;
  invoices: string[];
  payments: string[];
  proposals: string[];
  /** What had been sent and charged about a debt when money of it first went back: nothing may be added. */
  readonly leftAlone: Map<string, string>;
}

const NOTHING = '00000000-0000-4000-8000-000000000000';
const DAY_MS = 86_400_000;

/** Where this business may refuse: anything else that is thrown is a fault. */
const REFUSALS = new Set([
  'proposal_not_found', 'proposal_not_actionable', 'proposal_not_editable', 'proposal_changed', 'proposal_not_accepted', 'proposal_already_generated', 'invoice_not_found',
  'invoice_already_paid', 'invoice_not_payable', 'invoice_not_editable', 'amount_invalid', 'credit_insufficient', 'payment_not_refundable', 'refund_exceeds_payment',
  'payment_in_progress', 'payment_not_found', 'payment_declined', 'payment_method_not_found', 'charge_not_allowed', 'payment_not_successful', 'input_invalid', 'pursuit_not_found', 'pursuit_not_possible',
]);

type Command = (of: Client) => Promise<unknown>;
/** Mostly the newest: things happen to what was just made. */
const any = ({ random }: Client, ids: readonly string[]): string => (ids.length === 0 ? NOTHING : random.below(2) === 0 ? ids.at(-1)! : random.pick(ids));

/** Mostly one for which it makes sense. */
async function fitting(of: Client, condition: string): Promise<string> {
  const { rows } = await of.t.pool.query<{ id: string }>(`SELECT id FROM proposals WHERE customer_id = $1 AND ${condition} ORDER BY id`, [of.customerId]);
  return rows.length === 0 || of.random.below(5) === 0 ? any(of, of.proposals) : of.random.pick(rows).id;
}

/** What may happen with offers, and what the days bring; bills, money and refunds are those of test/invoices. */
const own: Readonly<Record<string, Command>> = {
  offer: async ({ t, random, customerId }) => t.world.transact(async (tx) => {
    const shares = random.pick([[10_000], [5_000, 5_000], [3_333, 3_333, 3_334], [1, 9_998, 1]]);
    const validUntil = random.below(4) === 0 ? new Date(t.clock.now().getTime() + random.below(20) * DAY_MS) : null;
    const stages = shares.map((shareBp, i) => ({ shareBp, milestone: `Stage ${i + 1}`, dueDays: random.pick([0, 3, 10, null]) }));
    const draft = await draftProposal(tx, { ...offer({ total: BigInt(1_000 + random.below(50_000)), monthlyRecurring: BigInt(random.pick([0, 0, 2_500])), validUntil, stages }), customerId, actor: SYSTEM });
    return random.below(4) === 0 ? draft : sendProposal(tx, draft.id, SYSTEM);
  }),
  send: async (of) => of.t.world.transact((tx) => sendProposal(tx, any(of, of.proposals), SYSTEM)),
  change: async (of) => of.t.world.transact((tx) => changeProposal(tx, any(of, of.proposals), { total: BigInt(1_000 + of.random.below(9_000)), state: of.random.pick(['draft', 'sent', undefined]) }, SYSTEM)),
  forget: async (of) => of.t.world.transact((tx) => deleteProposal(tx, any(of, of.proposals), SYSTEM)),
  accept: async (of) => decide(of, acceptProposal),
  reject: async (of) => decide(of, rejectProposal),
  bill: async (of) => {
    const id = await fitting(of, `state = 'accepted' AND generated_at IS NULL`);
    await of.t.world.transact((tx) => generateFromProposal(tx, id, SYSTEM));
  },
  deposit: async (of) => {
    const { t, random, customerId } = of;
    const proposal = await getProposal(t.world.read, await fitting(of, 'generated_at IS NOT NULL'));
    const consent = random.below(2) === 0 ? { name: 'Bea Buyer', ip: null, userAgent: null } : null;
    const { payment, clientSecret, invoiceId } = await payFirstStage(t.world, { proposal, consent, requestKey: null, actor: SYSTEM });
    await t.payAtProcessor(clientSecret!, random.pick([GOOD, GOOD, DECLINING, ASKING]));
    await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoiceId }, externalId: payment.externalId! });
  },
  /** The payer, with a card he saved. */
  savedCard: async (of) => {
    const { rows: [known] } = await of.t.pool.query('SELECT method_id FROM billing_settings WHERE customer_id = $1', [of.customerId]);
    await payInvoices(of.t.world, { customerId: of.customerId, lines: [{ invoiceId: any(of, of.invoices) }], methodId: known?.method_id ?? 'pm_none', payerPresent: true, actor: SYSTEM });
  },
  days: async ({ t, random }) => {
    t.clock.advance(random.pick([1, 1, 2, 4, 8, 33]) * DAY_MS);
    await t.run(1 + random.below(2));
  },
  night: async ({ t }) => t.run(),
  callOff: async (of) => of.t.world.transact((tx) => stopPursuit(tx, any(of, of.invoices), SYSTEM)),
  tryAgain: async (of) => retryPursuit(of.t.world, any(of, of.invoices), SYSTEM),
};

export const commands: Readonly<Record<string, Command>> = { ...(onInvoices as unknown as Readonly<Record<string, Command>>), ...own };

async function decide(of: Client, how: typeof acceptProposal | typeof rejectProposal): Promise<void> {
  const proposal = await getProposal(of.t.world.read, await fitting(of, `state = 'sent'`));
  const channel = of.random.pick(['link', 'app', 'on_behalf'] as const);
  // Sometimes of a text that is no longer the one.
  const more = channel !== 'on_behalf' && of.random.below(8) === 0 ? { documentHash: '00'.repeat(32) } : {};
  await of.t.world.transact((tx) => how(tx, decideAs(channel, proposal, more)));
}

/** Carries one out, and learns what there is now. */
export async function carryOut(name: string, of: Client): Promise<string> {
  let outcome = 'done';
  try {
    await commands[name]!(of);
  } catch (error) {
    if (!(error instanceof Failure && REFUSALS.has(error.code))) throw error;
    outcome = error.code;
  }
  const ids = async (table: string) => (await of.t.pool.query(`SELECT id FROM ${table} WHERE customer_id = $1 ORDER BY id`, [of.customerId])).rows.map((row: { id: string }) => row.id);
  [of.invoices, of.payments, of.proposals] = await Promise.all([ids('invoices'), ids('payments'), ids('proposals')]);
  return outcome;
}

/** What is wrong with a customer's offers, asked of the database alone. */
export async function faultsOfOffers({ t, customerId }: Client): Promise<unknown[]> {
  return (await t.pool.query({ name: 'laws_of_offers', text: LAWS, values: [customerId] })).rows;
}

const LAWS = `
WITH offers AS (
  SELECT p.*, d.decision, (SELECT count(*)::int FROM proposal_stages s WHERE s.proposal_id = p.id) AS stages,
    (SELECT count(*)::int FROM invoices i WHERE i.proposal_id = p.id AND i.proposal_stage IS NOT NULL) AS billed,
    (SELECT coalesce(sum(i.amount), 0) FROM invoices i WHERE i.proposal_id = p.id AND i.proposal_stage IS NOT NULL) AS amount,
    (SELECT coalesce(sum(share_bp), 0)::int FROM proposal_stages s WHERE s.proposal_id = p.id) AS shares
  FROM proposals p LEFT JOIN proposal_decisions d ON d.proposal_id = p.id WHERE p.customer_id = $1::uuid)
SELECT 'decided' AS law, id, state AS is, decision AS should FROM offers WHERE (state IN ('accepted', 'rejected')) <> (decision IS NOT NULL) OR (decision IS NOT NULL AND state <> decision)
UNION ALL SELECT 'stages', id, shares::text, '10000' FROM offers WHERE shares <> 10000
UNION ALL SELECT 'billed', id, billed::text, stages::text FROM offers WHERE billed <> CASE WHEN generated_at IS NULL THEN 0 ELSE stages END
UNION ALL SELECT 'amount', id, amount::text, total_amount::text FROM offers WHERE billed > 0 AND amount <> total_amount
UNION ALL SELECT 'billed without a yes', id, state, 'accepted' FROM offers WHERE billed > 0 AND state <> 'accepted'
UNION ALL SELECT 'sent without its text', id, state, encode(document_hash, 'hex') FROM offers o
  WHERE state <> 'draft' AND NOT EXISTS (SELECT 1 FROM proposal_documents t WHERE t.proposal_id = o.id AND t.document_hash = o.document_hash)`;

/** Debts of which money went back, or that are over, and what was sent and charged about them since: nothing. */
export async function pursuedInVain(of: Client): Promise<string[]> {
  return (await debtsOver(of)).flatMap(({ id, pursued }) => {
    const before = of.leftAlone.get(id) ?? of.leftAlone.set(id, pursued).get(id)!;
    return before === pursued ? [] : [`invoice ${id}: ${before} when it was over, ${pursued} now`];
  });
}

/** Such debts as they stand now: a dispute that was won makes a debt an ordinary one again. */
export async function debtsOver({ t, customerId }: Client): Promise<readonly { id: string; pursued: string }[]> {
  return (await t.pool.query<{ id: string; pursued: string }>({ name: 'pursued', text: PURSUED, values: [customerId] })).rows;
}

const PURSUED = `
SELECT i.id, (SELECT count(*) FROM outbox_messages m WHERE m.template IN ('payment_reminder', 'charge_announced', 'charge_failed', 'charge_action_needed') AND m.data->>'invoice_id' = i.id::text) || ' letters, '
  || (SELECT count(*) FROM payments p JOIN payment_targets x ON x.payment_id = p.id WHERE x.subject_id = i.id AND p.processor = 'stripe' AND p.charged_by = 'us' AND NOT p.payer_present) || ' charges' AS pursued
FROM invoices i WHERE i.customer_id = $1::uuid AND (i.amount_refunded > 0 OR i.amount_disputed > 0 OR i.voided_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM allocations a WHERE a.invoice_id = i.id AND a.returned + a.reversed > 0))`;
