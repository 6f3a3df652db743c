import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import type { Tx } from '../tx.js';
import { contentOf } from './draft-invoice.js';
import type { DraftInvoice } from './draft-invoice.js';
import type { Invoice } from './invoice.js';
import { findInvoices, lockInvoices, rewriteDraft } from './store.js';

export interface ChangeDraft extends Pick<DraftInvoice, 'lines' | 'dueDate' | 'memo' | 'milestone' | 'infrastructureCosts' | 'infrastructureTaxPpm' | 'actor'> {
  readonly invoiceId: string;
  /** The version it was read at: one that somebody changed since is `invoice_changed`. */
  readonly version?: number | null;
}

/** Writes a draft anew. `invoice_not_found`, `invoice_not_editable` once it was issued, `invoice_changed`, `input_invalid`, `amount_invalid`. */
export async function changeDraft(tx: Tx, wish: ChangeDraft): Promise<Invoice> {
  const [draft] = await lockInvoices(tx, [wish.invoiceId]);
  if (!draft) throw new Failure('invoice_not_found');
  if (draft.issuedAt || draft.voidedAt) throw new Failure('invoice_not_editable');
  if (wish.version !== undefined && wish.version !== null && wish.version !== draft.version) throw new Failure('invoice_changed');
  const content = contentOf(wish);
  await rewriteDraft(tx, draft.id, { ...content, dueDate: wish.dueDate ?? null, memo: wish.memo ?? null, milestone: wish.milestone ?? null });
  record(tx, { actor: wish.actor, action: 'invoice.draft_changed', resourceType: 'invoice', resourceId: draft.id, details: { total: content.total } });
  const [changed] = await findInvoices(tx, [draft.id]);
  return changed!;
}
