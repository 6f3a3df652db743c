import { Failure } from '../../kernel/failure.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { isRepetition, requireOwnMethod, SMALLEST_CHARGE, startPayment } from '../payments/index.js';
import type { CarriedOut, ReservePayment } from '../payments/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { openAmount } from './invoice.js';
import type { Invoice } from './invoice.js';
import { lockInvoices } from './store.js';

export interface PayInvoices {
  /** Whose invoices they must be; a foreign one is `invoice_not_found`. */
  readonly customerId: string;
  /** What to pay; the whole open amount where none is given. */
  readonly lines: readonly { readonly invoiceId: string; readonly amount?: Minor | null }[];
  /** Refuses a part behind which less would stay open than a card takes; the documents know no such rule. */
  readonly restPayable?: boolean;
  /** Charge this saved card now, instead of letting the payer confirm in his browser. */
  readonly methodId?: string;
  /** The card's holder waits at the screen and can prove who he is; false when staff charge on his behalf. */
  readonly payerPresent?: boolean;
  /** Names the caller's request, so that a repetition finds its payment. */
  readonly requestKey?: string | null;
  /** How the payer allows the card he is about to pay with to be kept, and charged later. */
  readonly cardConsent?: Readonly<Record<string, unknown>> | null;
  readonly actor: Actor;
}

/**
 * Pays invoices of one customer, whole or in part, with one payment. Errors (no money moved): `invoice_not_found`,
 * `invoice_already_paid`, `invoice_not_payable`, `amount_invalid`, `payment_method_not_found`,
 * `payment_in_progress`, and those of the processor (see carryOut).
 */
export async function payInvoices(world: World, wish: PayInvoices): Promise<CarriedOut> {
  if (wish.methodId !== undefined && !(await isRepetition(world.read, wish.requestKey))) await requireOwnMethod(world, { customerId: wish.customerId }, wish.methodId);
  return startPayment(world, (tx) => plan(tx, wish), wish.requestKey ?? null);
}

async function plan(tx: Tx, wish: PayInvoices): Promise<ReservePayment> {
  const invoices = new Map((await lockInvoices(tx, wish.lines.map((line) => line.invoiceId))).map((invoice) => [invoice.id, invoice]));
  const targets = wish.lines.map((line) => {
    const invoice = invoices.get(line.invoiceId);
    if (!invoice || invoice.customerId !== wish.customerId || !invoice.issuedAt) throw new Failure('invoice_not_found');
    return { kind: 'invoice' as const, subjectId: invoice.id, amount: payable(invoice, line.amount, wish.restPayable === true), label: invoice.number };
  });
  const currency = [...invoices.values()][0]!.currency;
  record(tx, {
    actor: wish.actor, action: 'payment.requested', resourceType: 'customer', resourceId: wish.customerId,
    details: { invoices: targets.map((target) => target.subjectId), amount: targets.reduce((sum, t) => sum + t.amount, 0n), saved_method: wish.methodId ?? null },
  });
  return { customerId: wish.customerId, userId: wish.actor.userId, currency, targets, methodId: wish.methodId, payerPresent: wish.payerPresent, cardConsent: wish.cardConsent ?? null };
}

/** What a caller says he pays is a claim: more than nothing, at most what is open. */
function payable(invoice: Invoice, asked: Minor | null | undefined, restPayable: boolean): Minor {
  if (invoice.voidedAt) throw new Failure('invoice_not_payable');
  const open = openAmount(invoice);
  if (open <= 0n) throw new Failure('invoice_already_paid');
  const amount = asked ?? open;
  if (amount <= 0n || amount > open) throw new Failure('amount_invalid', { open: open.toString() });
  if (restPayable && amount < open && open - amount < SMALLEST_CHARGE) throw new Failure('amount_invalid', { open: open.toString(), smallest_rest: SMALLEST_CHARGE.toString() });
  return amount;
}
