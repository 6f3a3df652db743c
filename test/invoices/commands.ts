import { applyCredit, changeCosts, creditInvoice, draftInvoice, issueInvoice, payInvoices, recordManualPayment, requireCovered, reverseManualPayment, voidInvoice } from '../../src/core/invoices/index.js';
import { applyDisputes, confirmPayment, findPayment, refundPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { Failure } from '../../src/kernel/failure.js';
import type { Random } from '../random.js';
import type { TestWorld } from '../world.js';

/** One customer to whom things happen, and what can be named so far. */
export interface Case {
  readonly t: TestWorld;
  readonly random: Random;
  readonly customerId: string;
  readonly invoices: string[];
  readonly payments: string[];
}

type Command = (of: Case) => Promise<unknown>;

const EXPECTED = new Set([
  'invoice_not_found', 'invoice_already_paid', 'invoice_not_payable', 'invoice_not_editable', 'amount_invalid', 'credit_insufficient', 'payment_not_refundable',
  'refund_exceeds_payment', 'payment_in_progress', 'payment_not_found', 'payment_declined',
]);

/** What may happen to a bill, in any order and as often as one likes. Amounts are minor units. */
export const commands: Readonly<Record<string, Command>> = {
  issue: async ({ t, random, customerId, invoices }) => {
    const lines = Array.from({ length: 1 + random.below(3) }, () => ({ description: 'Work', quantity: 1 + random.below(3), unitPrice: BigInt(1 + random.below(9_999)), taxPpm: random.pick([0, 82_500, 200_000]) }));
    const invoice = await t.world.transact(async (tx) => issueInvoice(tx, (await draftInvoice(tx, { customerId, lines, infrastructureCosts: BigInt(random.pick([0, 0, 1_234])), infrastructureTaxPpm: 82_500, actor: SYSTEM })).id, SYSTEM, { quiet: true }));
    invoices.push(invoice.id);
  },
  card: async (of) => {
    const invoiceId = pick(of, of.invoices);
    const { payment, clientSecret } = await payInvoices(of.t.world, { customerId: of.customerId, lines: [{ invoiceId, amount: part(of) }], actor: SYSTEM });
    await of.t.payAtProcessor(clientSecret!, of.random.pick(['4242424242424242', '4242424242424242', '4000000000000002']));
    of.payments.push(payment.id);
    await confirmPayment(of.t.world, { customerId: of.customerId, target: { kind: 'invoice', subjectId: invoiceId }, externalId: payment.externalId! }).catch((error: unknown) => {
      if (!(error instanceof Failure && error.code === 'payment_not_successful')) throw error;
    });
  },
  openForm: async (of) => payInvoices(of.t.world, { customerId: of.customerId, lines: [{ invoiceId: pick(of, of.invoices) }], actor: SYSTEM }),
  byHand: async (of) => {
    const some = of.random.shuffle(of.invoices).slice(0, 1 + of.random.below(2));
    if (some.length === 0) return;
    const { id } = await recordManualPayment(of.t.world, { invoiceIds: some, amount: BigInt(1 + of.random.below(30_000)), method: of.random.pick(['cash', 'cheque', 'bank_transfer']), actor: SYSTEM });
    of.payments.push(id);
  },
  reverse: async (of) => of.t.world.transact((tx) => reverseManualPayment(tx, { paymentId: pick(of, of.payments), actor: SYSTEM })),
  refund: async (of) => refundPayment(of.t.world, { paymentId: pick(of, of.payments), amount: part(of), keepOwing: of.random.below(3) === 0, check: requireCovered, actor: SYSTEM }),
  credit: async (of) => creditInvoice(of.t.world, { invoiceId: pick(of, of.invoices), amount: part(of), actor: SYSTEM }),
  spend: async (of) => {
    const { id } = await applyCredit(of.t.world, { invoiceId: pick(of, of.invoices), amount: part(of), actor: SYSTEM });
    of.payments.push(id);
  },
  cancel: async (of) => voidInvoice(of.t.world, pick(of, of.invoices), SYSTEM),
  costs: async (of) => changeCosts(of.t.world, { invoiceId: pick(of, of.invoices), infrastructureCosts: BigInt(of.random.below(5_000)), actor: SYSTEM }),
  dispute: async (of) => {
    const payment = await findPayment(of.t.world.read, pick(of, of.payments));
    if (payment?.externalId == null || payment.state !== 'succeeded' || payment.amountRefunded > 0n) return;
    const status = of.random.pick(['open', 'won', 'lost'] as const);
    await of.t.world.transact((tx) => applyDisputes(tx, [{
      processor: 'stripe', account: payment.account, externalId: `dp_${payment.id}`, intentExternalId: payment.externalId, amount: payment.amount, reason: 'fraudulent',
      status, withdrawn: status === 'won' ? 0n : payment.amount,
    }]));
  },
};

const NOTHING = '00000000-0000-4000-8000-000000000000';

/** Carries one out. A refusal from the closed table is as good as a success; anything else is a fault. */
export async function carryOut(name: string, of: Case): Promise<'done' | 'refused'> {
  try {
    await commands[name]!(of);
    return 'done';
  } catch (error) {
    if (error instanceof Failure && EXPECTED.has(error.code)) return 'refused';
    throw error;
  }
}

function pick(of: Case, ids: readonly string[]): string {
  return ids.length === 0 ? NOTHING : of.random.pick(ids);
}

function part(of: Case): bigint | null {
  return of.random.below(2) === 0 ? null : BigInt(1 + of.random.below(8_000));
}

/** What is wrong with the money of a customer, asked of the database alone. */
export async function faultsOf({ t, customerId }: Case): Promise<unknown[]> {
  const { rows } = await t.pool.query({ name: 'laws_of_invoices', text: LAWS, values: [customerId] });
  return rows;
}

const LAWS = `
WITH mine AS (SELECT * FROM invoices WHERE customer_id = $1::uuid),
sums AS (
  SELECT i.*, coalesce((SELECT sum(a.amount - a.reversed) FROM allocations a WHERE a.invoice_id = i.id), 0) AS given,
    coalesce((SELECT sum(a.returned) FROM allocations a WHERE a.invoice_id = i.id), 0) AS returned,
    coalesce((SELECT sum(n.amount) FROM credit_notes n WHERE n.invoice_id = i.id AND n.refund_id IS NULL), 0) AS forgiven,
    coalesce((SELECT sum(n.amount) FROM credit_notes n WHERE n.invoice_id = i.id AND n.refund_id IS NOT NULL), 0) AS noted,
    coalesce((SELECT sum(n.tax_amount) FROM credit_notes n WHERE n.invoice_id = i.id), 0) AS tax_back,
    coalesce((SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts c ON c.id = e.account_id WHERE c.kind = 'receivable' AND c.owner_id = i.id::text), 0) AS receivable
  FROM mine i),
book AS (
  SELECT coalesce(-sum(e.amount) FILTER (WHERE c.kind = 'customer_credit'), 0) AS credit
  FROM ledger_entries e JOIN ledger_accounts c ON c.id = e.account_id WHERE c.owner_id = $1::text),
moved AS (
  SELECT coalesce(sum(p.amount_received - p.amount_refunded) FILTER (WHERE p.processor <> 'credit'), 0) AS held FROM payments p WHERE p.customer_id = $1::uuid AND p.state = 'succeeded')
SELECT 'paid' AS law, id::text, amount_paid AS is, given AS should FROM sums WHERE amount_paid <> given
UNION ALL SELECT 'refunded', id::text, amount_refunded, returned FROM sums WHERE amount_refunded <> returned OR returned <> noted
UNION ALL SELECT 'credited', id::text, amount_credited, forgiven FROM sums WHERE amount_credited <> forgiven
UNION ALL SELECT 'tax given back', id::text, tax_back, tax_amount FROM sums WHERE tax_back > tax_amount OR (returned + forgiven = total AND tax_back <> tax_amount)
UNION ALL SELECT 'open', id::text, receivable, CASE WHEN voided_at IS NULL THEN total - amount_paid - amount_credited ELSE 0 END FROM sums
  WHERE receivable <> CASE WHEN voided_at IS NULL THEN total - amount_paid - amount_credited ELSE 0 END
UNION ALL SELECT 'state', id::text, amount_paid, total FROM sums
  WHERE (paid_at IS NOT NULL) <> (voided_at IS NULL AND amount_paid + amount_credited = total) OR (voided_at IS NOT NULL AND (amount_paid > 0 OR amount_credited > 0))
    OR amount_refunded > amount_paid OR (SELECT count(*) FROM payment_targets x WHERE x.live AND x.subject_id = sums.id) > 1
UNION ALL SELECT 'credit below nothing', $1::text, credit, 0 FROM book WHERE credit < 0
UNION ALL SELECT 'money kept', $1::text, (SELECT held FROM moved), (SELECT coalesce(sum(amount_paid - amount_refunded), 0) FROM sums) + credit FROM book
  WHERE (SELECT held FROM moved) <> (SELECT coalesce(sum(amount_paid - amount_refunded), 0) FROM sums) + credit`;
