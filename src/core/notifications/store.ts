import type { Reader } from '../tx.js';

/** Has this payment gone through? */
export async function isPaymentSettled(reader: Reader, paymentId: string): Promise<boolean> {
  const row = await reader.db.selectFrom('payments').select('state').where('id', '=', paymentId).executeTakeFirst();
  return row?.state === 'succeeded';
}

/** The number of the credit note that went with a refund; null when it has none. */
export async function creditNoteOfRefund(reader: Reader, refundId: string): Promise<string | null> {
  const rows = await reader.db.selectFrom('credit_notes').select('number').where('refund_id', '=', refundId).orderBy('number').execute();
  return rows.length === 0 ? null : rows.map((row) => row.number).join(', ');
}
