import type { Reader } from '../tx.js';
import type { InvoiceCreditNote, InvoicePayment, LastPayment } from './invoice-details.js';

/** Payments that were meant for an invoice, newest first; forms nobody filled in are left out. */
export async function listInvoicePayments(reader: Reader, invoiceId: string): Promise<InvoicePayment[]> {
  const rows = await reader.db.selectFrom('payment_targets as t').innerJoin('payments as p', 'p.id', 't.payment_id')
    .leftJoin('allocations as a', (join) => join.onRef('a.payment_id', '=', 'p.id').onRef('a.invoice_id', '=', 't.subject_id'))
    .select(['p.id', 'p.state', 't.amount', 'a.amount as allocated', 'a.returned', 'a.reversed', 'p.card_brand', 'p.card_last4', 'p.failure_code', 'p.created_at', 'p.settled_at', 'p.processor', 'p.manual_method', 'p.manual_reference', 'p.received_on'])
    .where('t.kind', '=', 'invoice').where('t.subject_id', '=', invoiceId).where('p.state', 'in', ['processing', 'unknown', 'succeeded', 'failed'])
    .orderBy('p.created_at', 'desc').orderBy('p.id', 'desc').execute();
  return rows.map((row) => ({
    id: row.id, state: row.state, amount: row.allocated ?? row.amount, refunded: (row.returned ?? 0n) + (row.reversed ?? 0n),
    cardBrand: row.card_brand, cardLast4: row.card_last4, failureCode: row.failure_code, createdAt: row.created_at, settledAt: row.settled_at,
    method: methodOf(row), reference: row.manual_reference, receivedOn: row.received_on,
  }));
}

function methodOf({ processor, manual_method }: { processor: string; manual_method: string | null }): InvoicePayment['method'] {
  return (manual_method as InvoicePayment['method'] | null) ?? (processor === 'credit' ? 'credit' : 'card');
}

export async function listCreditNotes(reader: Reader, invoiceId: string): Promise<InvoiceCreditNote[]> {
  const rows = await reader.db.selectFrom('credit_notes').select(['id', 'number', 'amount', 'tax_amount', 'reason', 'issued_at'])
    .where('invoice_id', '=', invoiceId).orderBy('issued_at').orderBy('number').execute();
  return rows.map((row) => ({ id: row.id, number: row.number, amount: row.amount, taxAmount: row.tax_amount, reason: row.reason, issuedAt: row.issued_at }));
}

/** Credit notes that came with a refund. */
export async function findCreditNotesOfRefund(reader: Reader, refundId: string): Promise<InvoiceCreditNote[]> {
  const rows = await reader.db.selectFrom('credit_notes').select(['id', 'number', 'amount', 'tax_amount', 'reason', 'issued_at']).where('refund_id', '=', refundId).execute();
  return rows.map((row) => ({ id: row.id, number: row.number, amount: row.amount, taxAmount: row.tax_amount, reason: row.reason, issuedAt: row.issued_at }));
}

/** By invoice, what paid it last, in one query. */
export async function lastPaymentsOf(reader: Reader, invoiceIds: readonly string[]): Promise<Map<string, LastPayment>> {
  if (invoiceIds.length === 0) return new Map();
  const rows = await reader.db.selectFrom('allocations as a').innerJoin('payments as p', 'p.id', 'a.payment_id')
    .select(['a.invoice_id', 'p.id', 'p.processor', 'p.external_id', 'p.manual_method']).distinctOn('a.invoice_id')
    .where('a.invoice_id', 'in', invoiceIds).orderBy('a.invoice_id').orderBy('p.settled_at', 'desc').orderBy('p.id', 'desc').execute();
  return new Map(rows.map((row) => [row.invoice_id, {
    paymentId: row.id, processor: row.processor, externalId: row.external_id, method: methodOf(row),
  }]));
}
