import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { LARGEST_AMOUNT } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { toLines, totalsOf } from './invoice.js';
import type { Invoice, LineInput } from './invoice.js';
import { findInvoices, insertInvoice } from './store.js';

export interface DraftInvoice {
  readonly customerId: string;
  readonly lines: readonly LineInput[];
  /** Set on issue from the business settings when absent. */
  readonly dueDate?: Day | null;
  readonly jobId?: string | null;
  readonly memo?: string | null;
  readonly actor: Actor;
}

/**
 * Writes down a bill nobody owes yet: no number, not visible to the customer.
 * `input_invalid` without lines, with a quantity below one, or when it adds up to less than nothing.
 */
export async function draftInvoice(tx: Tx, draft: DraftInvoice): Promise<Invoice> {
  if (draft.lines.length === 0 || draft.lines.some((line) => !Number.isSafeInteger(line.quantity) || line.quantity < 1)) {
    throw new Failure('input_invalid', { field: 'lines' });
  }
  const lines = toLines(draft.lines);
  const totals = totalsOf(lines);
  if (totals.amount < 0n || totals.taxAmount < 0n || totals.total > LARGEST_AMOUNT) throw new Failure('amount_invalid');
  const { currency } = await businessSettings(tx);
  const id = newId(tx.now.getTime());
  await insertInvoice(tx, {
    id, customerId: draft.customerId, currency, ...totals, dueDate: draft.dueDate ?? null, jobId: draft.jobId ?? null, memo: draft.memo ?? null, lines,
  });
  record(tx, { actor: draft.actor, action: 'invoice.drafted', resourceType: 'invoice', resourceId: id, details: { total: totals.total, currency } });
  const [invoice] = await findInvoices(tx, [id]);
  if (!invoice) throw new Failure('customer_not_found');
  return invoice;
}
