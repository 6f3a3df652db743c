import { divideHalfUp, smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import type { Invoice } from './invoice.js';
import type { ReturnedShare, Share } from './postings.js';

/** What a payment gave to one invoice, and what of it went back. */
export interface Given {
  readonly invoiceId: string;
  readonly amount: Minor;
  /** Went back with a credit note. */
  readonly returned: Minor;
  /** Went back and is owed again. */
  readonly reversed: Minor;
}

export interface Reversible {
  /** credit: it was the customer's own, so nothing of it can be to spare; what a note gave back is credit again already. */
  readonly processor: string;
  /** What the payment brought, and what of it went back before. */
  readonly received: Minor;
  readonly refundedBefore: Minor;
  /** What the customer has in credit now. */
  readonly creditAtHand: Minor;
  readonly allocations: readonly Given[];
}

export interface ReversalPlan {
  /** Comes out of the customer's credit: nobody owed it. */
  readonly fromCredit: Minor;
  /** Comes back from invoices. */
  readonly shares: readonly Share[];
  /** Neither: he spent that credit elsewhere. */
  readonly uncovered: Minor;
}

/**
 * Where money that goes back comes from: first what no invoice has (as far as it is still there), then the invoices
 * the payment went to, first to last. The refund itself and its preview both ask here.
 */
export function planReversal(amount: Minor, { processor, received, refundedBefore, creditAtHand, allocations }: Reversible): ReversalPlan {
  const held = allocations.reduce((sum, a) => sum + roomIn(a), 0n);
  const free = processor === 'credit' ? 0n : received - refundedBefore - held;
  const fromCredit = larger0(smaller(amount, smaller(free, creditAtHand)));
  let left = amount - fromCredit;
  const shares: Share[] = [];
  for (const a of allocations) {
    const share = smaller(left, roomIn(a));
    if (share > 0n) shares.push({ invoiceId: a.invoiceId, amount: share });
    left -= share;
  }
  return { fromCredit, shares, uncovered: left };
}

/** What of an allocation can still go back. */
export function roomIn(a: Given): Minor {
  return a.amount - a.returned - a.reversed;
}

/**
 * The tax in an amount that is given back: in proportion, measured against all that was given back so far, so that
 * cents neither appear nor vanish over several credit notes.
 */
export function taxIn(amount: Minor, invoice: Pick<Invoice, 'total' | 'taxAmount' | 'amountRefunded' | 'amountCredited'>, taxSoFar: Minor): Minor {
  if (invoice.total === 0n) return 0n;
  return divideHalfUp(invoice.taxAmount * (invoice.amountRefunded + invoice.amountCredited + amount), invoice.total) - taxSoFar;
}

export function withTax(shares: readonly Share[], invoices: ReadonlyMap<string, Invoice>, taxSoFar: ReadonlyMap<string, Minor>): ReturnedShare[] {
  return shares.map((share) => ({ ...share, tax: taxIn(share.amount, invoices.get(share.invoiceId)!, taxSoFar.get(share.invoiceId) ?? 0n) }));
}

/** How an invoice stands after a part of what it was paid went back. */
export function afterReturn(invoice: Invoice, amount: Minor): Invoice {
  return { ...invoice, amountRefunded: invoice.amountRefunded + amount };
}

export function afterReversal(invoice: Invoice, amount: Minor): Invoice {
  return { ...invoice, amountPaid: invoice.amountPaid - amount, paidAt: null };
}

function larger0(amount: Minor): Minor {
  return amount > 0n ? amount : 0n;
}
