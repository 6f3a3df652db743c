import type { PaymentTarget } from '../../core/events.js';
import type { ListedPayment, Payment, Refund } from '../../core/payments/index.js';
import type { Settings } from '../../core/settings/index.js';
import type { PaymentItem, Receipt } from './contract-payments.js';
import { toMajor, toPaymentStatus } from './views.js';

const LISTED = { processing: 'pending', unknown: 'pending', succeeded: 'succeeded', failed: 'failed' } as const;
const REFUND = { requested: 'pending', processing: 'pending', unknown: 'pending', succeeded: 'succeeded', failed: 'failed' } as const;

export function toPaymentItem(payment: ListedPayment): PaymentItem {
  return { ...shown(payment), status: LISTED[payment.state], customer_name: payment.customerName };
}

export function toReceipt(payment: Payment, refunds: readonly Refund[], settings: Settings): Receipt {
  return {
    ...shown(payment),
    status: toPaymentStatus(payment.state),
    customer_name: payment.customer?.name ?? null,
    failure_code: payment.failureCode,
    business: { name: settings.business_name, address: settings.business_address, support_email: settings.support_email, footer: settings.receipt_footer },
    customer: payment.customer && { name: payment.customer.name, email: payment.customer.email },
    refunds: refunds.map((refund) => ({ id: refund.id, status: refund.bouncedAt ? 'bounced' : REFUND[refund.state], amount: toMajor(refund.amount, payment.currency), created_at: refund.createdAt.toISOString() })),
  };
}

type Common = Pick<ListedPayment, 'id' | 'currency' | 'amount' | 'amountRefunded' | 'cardBrand' | 'cardLast4' | 'createdAt' | 'settledAt'> & {
  readonly targets: readonly PaymentTarget[];
};

function shown(payment: Common): Omit<PaymentItem, 'status' | 'customer_name'> {
  const money = (minor: bigint) => toMajor(minor, payment.currency);
  return {
    id: payment.id, amount: money(payment.amount), amount_refunded: money(payment.amountRefunded), currency: payment.currency,
    card_brand: payment.cardBrand, card_last4: payment.cardLast4, created_at: payment.createdAt.toISOString(), settled_at: payment.settledAt?.toISOString() ?? null,
    paid_for: payment.targets.map(({ kind, label, amount }) => ({ kind, name: label, amount: money(amount) })),
    invoices: payment.targets.filter(({ kind }) => kind === 'invoice').map((target) => ({ id: target.subjectId, invoice_number: target.label, amount: money(target.amount) })),
  };
}
