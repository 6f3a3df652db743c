import { StatusMark, type Tone } from '../status-mark.js';
import type { InvoiceStatus as Status, InvoiceSummary } from '../../wire.js';

const words: Record<Status, { label: string; tone: Tone }> = {
  draft: { label: 'Draft', tone: 'quiet' },
  pending: { label: 'Open', tone: 'waiting' },
  overdue: { label: 'Overdue', tone: 'bad' },
  paid: { label: 'Paid', tone: 'good' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
};

/** A refund leaves an invoice paid; the mark says that money went back. */
export function InvoiceStatus({ invoice }: { invoice: Pick<InvoiceSummary, 'status' | 'amount_paid' | 'amount_refunded' | 'total'> }) {
  const { label, tone } = words[invoice.status];
  // Forgiven with a credit note, and nobody paid anything.
  if (invoice.status === 'paid' && invoice.total > 0 && invoice.amount_paid === 0) return <StatusMark tone="quiet">Credited</StatusMark>;
  if ((invoice.status === 'pending' || invoice.status === 'overdue') && invoice.amount_paid > 0) return <StatusMark tone={tone}>{invoice.status === 'overdue' ? 'Overdue, partly paid' : 'Partly paid'}</StatusMark>;
  if (invoice.status !== 'paid' || invoice.amount_refunded <= 0) return <StatusMark tone={tone}>{label}</StatusMark>;
  const whole = invoice.amount_refunded >= invoice.total;
  return <StatusMark tone="quiet">{whole ? 'Refunded' : 'Partly refunded'}</StatusMark>;
}

export const isPayable = (invoice: InvoiceSummary) =>
  (invoice.status === 'pending' || invoice.status === 'overdue') && invoice.amount_due > 0;

/** "INV-0012", or what to call one that has no number yet. */
export const invoiceName = (invoice: InvoiceSummary) => invoice.invoice_number ?? 'Draft';
