import { Failure } from '../../kernel/failure.js';
import { larger, LARGEST_AMOUNT, smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import { dayIn } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import type { PaymentTarget } from '../events.js';
import { findPayment, findPaymentByRequestKey, settleByHand, whileNoneIsLive } from '../payments/index.js';
import type { ManualMethod, Payment } from '../payments/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Reader, Tx, World } from '../tx.js';
import { allocationsOf } from './allocations-store.js';
import { openAmount } from './invoice.js';
import type { Invoice } from './invoice.js';
import { lockInvoices } from './store.js';

export interface RecordManualPayment {
  /** Of one customer and currency; they are paid in this order, and what is left over is the customer's credit. */
  readonly invoiceIds: readonly string[];
  readonly amount: Minor;
  readonly method: ManualMethod;
  /** The number of a cheque, the words of a transfer. */
  readonly reference?: string | null;
  /** Today unless said; never a day to come. */
  readonly receivedOn?: Day | null;
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

/**
 * Writes down money that came by hand: cash, a cheque, a transfer; a part, all, or more. Forms left open for these
 * invoices are ended first. `invoice_not_found`, `invoice_not_payable`, `invoice_already_paid` when nothing is open
 * on any of them, `amount_invalid`, `input_invalid`, `payment_in_progress` while a card is being charged.
 */
export async function recordManualPayment(world: World, wish: RecordManualPayment): Promise<Payment> {
  if (wish.amount <= 0n || wish.amount > LARGEST_AMOUNT) throw new Failure('amount_invalid');
  if (wish.invoiceIds.length === 0 || new Set(wish.invoiceIds).size < wish.invoiceIds.length) throw new Failure('input_invalid', { field: 'invoices' });
  const repeated = wish.requestKey ? await findPaymentByRequestKey(world.read, wish.requestKey) : undefined;
  if (repeated) return (await findPayment(world.read, repeated))!;
  return whileNoneIsLive(world, async (tx) => {
    const found = new Map((await lockInvoices(tx, wish.invoiceIds)).map((invoice) => [invoice.id, invoice]));
    const invoices = wish.invoiceIds.map((id) => found.get(id));
    requirePayable(invoices);
    return { kind: 'invoice', subjectIds: wish.invoiceIds, work: () => write(tx, invoices, wish) };
  });
}

function requirePayable(invoices: readonly (Invoice | undefined)[]): asserts invoices is readonly Invoice[] {
  const [first] = invoices;
  if (invoices.some((invoice) => !invoice?.issuedAt || invoice.customerId !== first?.customerId)) throw new Failure('invoice_not_found');
  if (invoices.some((invoice) => invoice!.voidedAt || invoice!.currency !== first!.currency)) throw new Failure('invoice_not_payable');
  if (invoices.every((invoice) => openAmount(invoice!) <= 0n)) throw new Failure('invoice_already_paid');
}

async function write(tx: Tx, invoices: readonly Invoice[], wish: RecordManualPayment): Promise<Payment> {
  const { time_zone: zone } = await businessSettings(tx);
  const today = dayIn(zone, tx.now);
  const receivedOn = wish.receivedOn ?? today;
  if (receivedOn > today) throw new Failure('input_invalid', { field: 'received_on' });
  const { customerId, customer, currency } = invoices[0]!;
  const payment = await settleByHand(tx, {
    customerId, customer, currency, userId: wish.actor.userId, targets: divide(wish.amount, invoices), requestKey: wish.requestKey ?? null,
    source: { processor: 'manual', method: wish.method, reference: wish.reference ?? null, receivedOn },
  });
  record(tx, {
    actor: wish.actor, action: 'payment.recorded', resourceType: 'payment', resourceId: payment.id,
    details: { amount: wish.amount, currency, method: wish.method, received_on: receivedOn, invoices: payment.targets.map((target) => target.subjectId) },
  });
  return payment;
}

/** Each invoice what is open on it, in this order; what is more than all of them goes with the last, and becomes credit. */
function divide(amount: Minor, invoices: readonly Invoice[]): PaymentTarget[] {
  let left = amount;
  const targets: { kind: 'invoice'; subjectId: string; amount: Minor; label: string | null }[] = [];
  for (const invoice of invoices) {
    const share = larger(0n, smaller(left, openAmount(invoice)));
    if (share > 0n) targets.push({ kind: 'invoice', subjectId: invoice.id, amount: share, label: invoice.number });
    left -= share;
  }
  const last = targets.at(-1)!;
  return [...targets.slice(0, -1), { ...last, amount: last.amount + left }];
}

/** What a payment brought beyond what its invoices took: it became the customer's credit. */
export async function surplusOf(reader: Reader, payment: Pick<Payment, 'id' | 'amountReceived'>): Promise<Minor> {
  return (await allocationsOf(reader, [payment.id])).reduce((left, a) => left - a.amount, payment.amountReceived);
}
