import type { Minor } from '../../kernel/money.js';
import type { PaymentFacts } from '../events.js';
import { account } from '../ledger/index.js';
import type { Line, Posting } from '../ledger/index.js';
import type { Invoice } from './invoice.js';

/** Money at a processor account: each has its own. */
const cash = (p: Pick<PaymentFacts, 'processor' | 'account' | 'currency'>) => account('cash', p.currency, `${p.processor}:${p.account}`);

/** Issue: the customer owes the total; net is revenue, tax belongs to the authorities. */
export function issuePosting(invoice: Invoice): Posting {
  return {
    kind: 'invoice',
    occasion: `invoice.issued:${invoice.id}`,
    reference: { invoice_id: invoice.id },
    lines: [
      { account: account('receivable', invoice.currency, invoice.id), amount: invoice.total },
      { account: account('revenue', invoice.currency), amount: -(invoice.total - invoice.taxAmount) },
      { account: account('tax_payable', invoice.currency), amount: -invoice.taxAmount },
    ],
  };
}

/** Void: the issue taken back. */
export function voidPosting(invoice: Invoice): Posting {
  const { lines, reference } = issuePosting(invoice);
  return { kind: 'invoice', occasion: `invoice.voided:${invoice.id}`, reference, lines: lines.map((line) => ({ ...line, amount: -line.amount })) };
}

export interface Share {
  readonly invoiceId: string;
  readonly amount: Minor;
}

/** Settlement: money at the processor, less owed; what nobody owed is the customer's credit. */
export function settlementPosting(payment: PaymentFacts, received: Minor, shares: readonly Share[], credit: Minor): Posting {
  return {
    kind: 'payment',
    occasion: `payment.settled:${payment.paymentId}`,
    reference: { payment_id: payment.paymentId },
    lines: [
      { account: cash(payment), amount: received },
      ...shares.map((s): Line => ({ account: account('receivable', payment.currency, s.invoiceId), amount: -s.amount })),
      { account: account('customer_credit', payment.currency, payment.customerId ?? ''), amount: -credit },
    ],
  };
}

export interface ReturnedShare extends Share {
  /** The part of the amount that is tax. */
  readonly tax: Minor;
}

/** Refund: money leaves the processor; forgiven with a credit note, owed again, or out of the customer's credit. */
export function refundPosting(payment: PaymentFacts, refundId: string, parts: { returned: readonly ReturnedShare[]; owedAgain: readonly Share[]; credit: Minor }): Posting {
  const returned = parts.returned.reduce((sum, s) => sum + s.amount, 0n);
  const tax = parts.returned.reduce((sum, s) => sum + s.tax, 0n);
  const owed = parts.owedAgain.reduce((sum, s) => sum + s.amount, 0n);
  return {
    kind: 'refund',
    occasion: `refund.settled:${refundId}`,
    reference: { refund_id: refundId, payment_id: payment.paymentId },
    lines: [
      { account: account('sales_returned', payment.currency), amount: returned - tax },
      { account: account('tax_payable', payment.currency), amount: tax },
      ...parts.owedAgain.map((s): Line => ({ account: account('receivable', payment.currency, s.invoiceId), amount: s.amount })),
      { account: account('customer_credit', payment.currency, payment.customerId ?? ''), amount: parts.credit },
      { account: cash(payment), amount: -(returned + owed + parts.credit) },
    ],
  };
}

/** Dispute: what the bank holds back is owed to us, but dunned by nobody; given back when won. */
export function disputePosting(payment: PaymentFacts, dispute: { disputeId: string; move: number; delta: Minor }): Posting {
  return {
    kind: 'dispute',
    occasion: `dispute.moved:${dispute.disputeId}:${dispute.move}`,
    reference: { dispute_id: dispute.disputeId, payment_id: payment.paymentId },
    lines: [
      { account: account('disputed_receivable', payment.currency, payment.customerId ?? ''), amount: dispute.delta },
      { account: cash(payment), amount: -dispute.delta },
    ],
  };
}

