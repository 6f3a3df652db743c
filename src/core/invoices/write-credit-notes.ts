import { idOf, newId } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import type { ReturnedShare } from './postings.js';
import { insertCreditNote, takeSeriesNumbers } from './store.js';
import type { CreditNote } from './store.js';

interface Why {
  readonly refundId: string | null;
  readonly reason: string | null;
  /** Of a request that may be repeated: their ids follow from it. */
  readonly name?: string | null;
}

/** The id of the credit note of that name over an invoice. */
export function creditNoteIdOf(name: string, invoiceId: string): string {
  return idOf('credit-note', name, invoiceId);
}

/** One credit note for each share, under the next numbers of their series. */
export async function writeCreditNotes(tx: Tx, shares: readonly ReturnedShare[], { refundId, reason, name = null }: Why): Promise<CreditNote[]> {
  if (shares.length === 0) return [];
  const numbers = await takeSeriesNumbers(tx, 'credit_note', shares.length);
  const notes = shares.map((share, i): CreditNote => ({
    id: name === null ? newId(tx.now.getTime()) : creditNoteIdOf(name, share.invoiceId), number: `CN-${String(numbers[i]).padStart(5, '0')}`, invoiceId: share.invoiceId, refundId, amount: share.amount, taxAmount: share.tax, reason,
  }));
  for (const note of notes) await insertCreditNote(tx, note);
  return notes;
}
