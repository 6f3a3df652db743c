import { newId } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import type { ReturnedShare } from './postings.js';
import { insertCreditNote, takeSeriesNumbers } from './store.js';
import type { CreditNote } from './store.js';

/** One credit note for each share, under the next numbers of their series. */
export async function writeCreditNotes(tx: Tx, shares: readonly ReturnedShare[], { refundId, reason }: { refundId: string | null; reason: string | null }): Promise<CreditNote[]> {
  if (shares.length === 0) return [];
  const numbers = await takeSeriesNumbers(tx, 'credit_note', shares.length);
  const notes = shares.map((share, i): CreditNote => ({
    id: newId(tx.now.getTime()), number: `CN-${String(numbers[i]).padStart(5, '0')}`, invoiceId: share.invoiceId, refundId, amount: share.amount, taxAmount: share.tax, reason,
  }));
  for (const note of notes) await insertCreditNote(tx, note);
  return notes;
}
