import { isCardAmount } from '../payments/index.js';
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

/** What is open on an invoice that was issued and not taken back; null for others. */
export async function openOn(reader: Reader, invoiceId: string): Promise<{ amount: bigint; currency: string } | null> {
  const row = await reader.db.selectFrom('invoices').select(['total', 'amount_paid', 'amount_credited', 'currency'])
    .where('id', '=', invoiceId).where('issued_at', 'is not', null).where('voided_at', 'is', null).executeTakeFirst();
  return row ? { amount: row.total - row.amount_paid - row.amount_credited, currency: row.currency } : null;
}

/** Is this invoice still pursued: owed, neither refunded nor disputed, and nobody called it off? What is open on it, or null. */
export async function pursuedOpen(reader: Reader, invoiceId: string): Promise<bigint | null> {
  const row = await reader.db.selectFrom('collection_plans as p').innerJoin('invoices as i', 'i.id', 'p.invoice_id').innerJoin('customers as c', 'c.id', 'i.customer_id')
    .select(['i.total', 'i.amount_paid', 'i.amount_credited']).where('p.invoice_id', '=', invoiceId).where('p.state', 'not in', ['done', 'stopped'])
    .where('i.issued_at', 'is not', null).where('i.voided_at', 'is', null).where('i.paid_at', 'is', null).where('c.archived_at', 'is', null)
    .where('i.amount_refunded', '=', 0n).where('i.amount_disputed', '=', 0n).executeTakeFirst();
  return row ? row.total - row.amount_paid - row.amount_credited : null;
}

/** The day on which an allowed card will pay this invoice by itself; null where it will not. */
export async function chargeDayOf(reader: Reader, invoiceId: string): Promise<string | null> {
  const row = await reader.db.selectFrom('collection_plans as p').innerJoin('invoices as i', 'i.id', 'p.invoice_id').innerJoin('billing_settings as s', 's.customer_id', 'i.customer_id')
    .select(['p.state', 'p.attempts', 'p.next_on', 'p.first_charged_on', 'i.recurring_period', 'i.due_date', 'i.total', 'i.amount_paid', 'i.amount_credited', 's.auto_charge']).where('p.invoice_id', '=', invoiceId)
    .where('i.auto_charge', '=', true).where('s.method_id', 'is not', null).where('s.charge_consent_at', 'is not', null).executeTakeFirst();
  if (!row || (row.recurring_period !== null && !row.auto_charge) || !isCardAmount(row.total - row.amount_paid - row.amount_credited)) return null;
  if (row.state === 'charging') return row.first_charged_on;
  if (row.state !== 'waiting' || row.attempts > 0) return null;
  return row.recurring_period === null ? row.due_date : row.next_on;
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
