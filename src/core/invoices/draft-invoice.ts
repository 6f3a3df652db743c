import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { LARGEST_AMOUNT } from '../../kernel/money.js';
import type { Minor, Ppm } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { holdCustomer } from '../customers/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { commonRate, toLines, totalsOf } from './invoice.js';
import type { Costs, Invoice, InvoiceLine, LineInput } from './invoice.js';
import { findInvoiceByRequestKey, findInvoices, insertInvoice, invoiceIdOf } from './store.js';

export interface DraftInvoice {
  readonly customerId: string;
  readonly lines: readonly LineInput[];
  /** Set on issue from the business settings when absent. */
  readonly dueDate?: Day | null;
  readonly jobId?: string | null;
  readonly memo?: string | null;
  /** The business's unless said. */
  readonly currency?: string;
  readonly infrastructureCosts?: Minor;
  /** What infrastructure costs are taxed with, now or when they come later; the rate of the lines unless said, where they share one. */
  readonly infrastructureTaxPpm?: Ppm;
  /** The stage of an offer it bills (each makes one invoice), and what it is called. */
  readonly proposalId?: string | null;
  readonly proposalStage?: number | null;
  readonly milestone?: string | null;
  /** The day whose period it bills: one invoice for each of a customer. */
  readonly recurringPeriod?: Day | null;
  readonly autoCharge?: boolean;
  /** Names the request: repeated, it is the same invoice, as it is by now. */
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

/**
 * Writes down a bill nobody owes yet: no number, not visible to the customer. `customer_not_found`, for archived ones too;
 * `input_invalid` without lines, with a quantity below one, or when it adds up to less than nothing.
 */
export async function draftInvoice(tx: Tx, draft: DraftInvoice): Promise<Invoice> {
  const repeated = draft.requestKey ? await findInvoiceByRequestKey(tx, draft.requestKey) : undefined;
  if (repeated) return repeated;
  const content = contentOf(draft);
  await holdCustomer(tx, draft.customerId);
  const currency = draft.currency ?? (await businessSettings(tx)).currency;
  // Two of one request that never saw each other meet at the primary key.
  const id = draft.requestKey ? invoiceIdOf(draft.requestKey) : newId(tx.now.getTime());
  await insertInvoice(tx, {
    id, customerId: draft.customerId, currency, ...content, dueDate: draft.dueDate ?? null, jobId: draft.jobId ?? null, memo: draft.memo ?? null,
    proposalId: draft.proposalId ?? null, proposalStage: draft.proposalStage ?? null, milestone: draft.milestone ?? null,
    recurringPeriod: draft.recurringPeriod ?? null, autoCharge: draft.autoCharge ?? false,
  });
  record(tx, { actor: draft.actor, action: 'invoice.drafted', resourceType: 'invoice', resourceId: id, details: { total: content.total, currency } });
  const [invoice] = await findInvoices(tx, [id]);
  return present(invoice, 'it was just written');
}

export interface Content extends Costs {
  readonly lines: readonly InvoiceLine[];
  readonly amount: Minor;
  readonly taxAmount: Minor;
  readonly total: Minor;
}

/** What an invoice is made of, and what it adds up to. `input_invalid`, `amount_invalid`. */
export function contentOf(draft: Pick<DraftInvoice, 'lines' | 'infrastructureCosts' | 'infrastructureTaxPpm'>): Content {
  if (draft.lines.length === 0 || draft.lines.some((line) => !Number.isSafeInteger(line.quantity) || line.quantity < 1)) {
    throw new Failure('input_invalid', { field: 'lines' });
  }
  const lines = toLines(draft.lines);
  const costs = { infrastructureCosts: draft.infrastructureCosts ?? 0n, infrastructureTaxPpm: draft.infrastructureTaxPpm ?? commonRate(lines) };
  const totals = totalsOf(lines, costs);
  if (costs.infrastructureCosts < 0n || totals.amount < 0n || totals.taxAmount < 0n || totals.total > LARGEST_AMOUNT) throw new Failure('amount_invalid');
  return { lines, ...costs, ...totals };
}
