import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { PaymentSettled } from '../events.js';
import { post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import { allocationsSink } from './allocations-store.js';
import { creditMoves } from './customer-credit.js';
import { netPaid, openAmount, settled } from './invoice.js';
import type { Invoice } from './invoice.js';
import { settlementPosting } from './postings.js';
import type { Share } from './postings.js';
import { changeInvoice, lockInvoices } from './store.js';

/**
 * Gives settled payments to the invoices they were meant for, in the order of their targets, never more than is
 * open. What is left over (paid twice, paid for a cancelled invoice) becomes the customer's credit.
 */
export async function allocateToInvoices(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  const mine = events.filter((event) => event.targets[0]?.kind === 'invoice');
  const ids = [...new Set(mine.flatMap((event) => event.targets.map((target) => target.subjectId)))];
  const invoices = new Map((await lockInvoices(tx, ids)).map((invoice) => [invoice.id, invoice]));
  for (const event of mine) {
    const { shares, credit } = divide(event, invoices);
    post(tx, settlementPosting(event, event.amountReceived, shares, credit));
    creditMoves(tx, event.customerId, event.currency, credit);
    for (const share of shares) {
      const before = invoices.get(share.invoiceId)!;
      const after = received(before, share.amount, tx.now);
      invoices.set(after.id, after);
      tx.collect(allocationsSink, { paymentId: event.paymentId, invoiceId: share.invoiceId, amount: share.amount });
      changeInvoice(tx, after);
      announceChange(tx, before, after, event.paymentId);
    }
  }
}

function divide(event: PaymentSettled, invoices: ReadonlyMap<string, Invoice>): { shares: Share[]; credit: Minor } {
  let left = event.amountReceived;
  const shares: Share[] = [];
  for (const target of event.targets) {
    const invoice = invoices.get(target.subjectId);
    // A single invoice takes whatever came for it, several take what each was meant to get.
    const wanted = event.targets.length === 1 ? left : smaller(left, target.amount);
    const amount = invoice ? smaller(wanted, openAmount(invoice)) : 0n;
    if (amount > 0n) shares.push({ invoiceId: target.subjectId, amount });
    left -= amount;
  }
  return { shares, credit: left };
}

function received(invoice: Invoice, amount: Minor, now: Date): Invoice {
  return settled({ ...invoice, amountPaid: invoice.amountPaid + amount }, now);
}

/** Says that what was paid for an invoice changed; points follow from it. */
export function announceChange(tx: Tx, before: Invoice, after: Invoice, cause: string): void {
  tx.announce({
    type: 'invoice.payments_changed', invoiceId: after.id, invoiceNumber: after.number ?? '', customerId: after.customerId, customer: after.customer,
    currency: after.currency, netPaid: netPaid(after), pointsBefore: before.pointsAwarded, pointsPerDollar: before.pointsPerDollar, cause,
  });
}
