import type { Reader, Statement, Tx } from '../tx.js';

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

/** Is this visit still in the calendar? */
export async function isVisitAhead(reader: Reader, appointmentId: string): Promise<boolean> {
  const row = await reader.db.selectFrom('appointments').select('state').where('id', '=', appointmentId).executeTakeFirst();
  return row?.state === 'scheduled' || row?.state === 'in_progress';
}

/** Can this offer still be accepted, as it was sent last? */
export async function isProposalOpen(reader: Reader, proposalId: string): Promise<boolean> {
  const row = await reader.db.selectFrom('proposals').select(['state', 'deleted_at']).where('id', '=', proposalId).executeTakeFirst();
  return row !== undefined && row.state === 'sent' && row.deleted_at === null;
}

/** Was this invoice sent and not taken back? */
export async function isInvoiceOwed(reader: Reader, invoiceId: string): Promise<boolean> {
  const row = await reader.db.selectFrom('invoices').select(['issued_at', 'voided_at']).where('id', '=', invoiceId).executeTakeFirst();
  return row !== undefined && row.issued_at !== null && row.voided_at === null;
}

/** What is open on an invoice that was issued and not taken back; null for others. */
export async function openOn(reader: Reader, invoiceId: string): Promise<{ amount: bigint; currency: string } | null> {
  const row = await reader.db.selectFrom('invoices').select(['total', 'amount_paid', 'amount_credited', 'currency'])
    .where('id', '=', invoiceId).where('issued_at', 'is not', null).where('voided_at', 'is', null).executeTakeFirst();
  return row ? { amount: row.total - row.amount_paid - row.amount_credited, currency: row.currency } : null;
}

/** What marks a mail that somebody asked for by hand. */
export const BY_HAND = 'by-hand:';

const lockRecipient: Statement<never> = { name: 'mails_lock_recipient', text: `SELECT pg_advisory_xact_lock(hashtextextended('paydesk.mail.' || $1, 0))` };

const sentByHand: Statement<{ occasion: string; created_at: Date }> = {
  name: 'mails_by_hand_since',
  text: `SELECT occasion, created_at FROM outbox_messages WHERE recipient = $1 AND created_at > $2 AND occasion LIKE 'by-hand:%' ORDER BY created_at`,
};

/** Mails asked for by hand that a recipient got since, oldest first; nobody adds one until this transaction ends. */
export async function mailsByHand(tx: Tx, recipient: string, since: Date): Promise<{ occasion: string; createdAt: Date }[]> {
  await tx.run(lockRecipient, [recipient]);
  return (await tx.run(sentByHand, [recipient, since])).map((row) => ({ occasion: row.occasion, createdAt: row.created_at }));
}
