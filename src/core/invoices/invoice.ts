import { shareOf } from '../../kernel/money.js';
import type { Minor, Ppm } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { Recipient } from '../events.js';

/** Derived, never stored: from issue and void marks, from what was allocated, and from the due day. */
export type InvoiceStatus = 'draft' | 'pending' | 'overdue' | 'paid' | 'cancelled';

export interface Invoice {
  readonly id: string;
  readonly customerId: string;
  readonly customer: Recipient;
  /** Given on issue. */
  readonly number: string | null;
  readonly currency: string;
  readonly amount: Minor;
  readonly infrastructureCosts: Minor;
  readonly taxAmount: Minor;
  /** amount + infrastructureCosts + taxAmount. */
  readonly total: Minor;
  readonly amountPaid: Minor;
  readonly amountRefunded: Minor;
  readonly amountDisputed: Minor;
  /** Forgiven by hand before it was paid. */
  readonly amountCredited: Minor;
  readonly pointsAwarded: bigint;
  /** The rate at which it earns them; null: none yet, so that the setting decides. */
  readonly pointsPerDollar: number | null;
  readonly dueDate: Day | null;
  readonly jobId: string | null;
  /** The stage of an offer it bills, by its position there. */
  readonly proposalId: string | null;
  readonly proposalStage: number | null;
  readonly milestone: string | null;
  /** The day whose period it bills, where it recurs. */
  readonly recurringPeriod: Day | null;
  /** Charged by itself on its due day, from the card its customer allowed. */
  readonly autoCharge: boolean;
  readonly infrastructureTaxPpm: Ppm;
  /** How often its infrastructure costs changed since it was issued. */
  readonly costChanges: number;
  readonly memo: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly issuedAt: Date | null;
  readonly paidAt: Date | null;
  readonly voidedAt: Date | null;
}

export interface InvoiceLine {
  readonly position: number;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Minor;
  /** quantity × unitPrice. */
  readonly amount: Minor;
  readonly taxPpm: Ppm;
  /** Tax of this line, half-up to the cent; the invoice's tax is the sum of its lines' taxes. */
  readonly taxAmount: Minor;
}

export interface LineInput {
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Minor;
  readonly taxPpm: Ppm;
  /** Where a whole is billed in parts whose taxes add up to its own: a minor unit beside the rate at most. */
  readonly taxAmount?: Minor;
}

export function statusOf(invoice: Pick<Invoice, 'issuedAt' | 'voidedAt' | 'paidAt' | 'dueDate'>, today: Day): InvoiceStatus {
  if (invoice.voidedAt) return 'cancelled';
  if (!invoice.issuedAt) return 'draft';
  if (invoice.paidAt) return 'paid';
  return invoice.dueDate !== null && invoice.dueDate < today ? 'overdue' : 'pending';
}

/** What is still to be paid; nothing for drafts and cancelled invoices. */
export function openAmount(invoice: Pick<Invoice, 'issuedAt' | 'voidedAt' | 'total' | 'amountPaid' | 'amountCredited'>): Minor {
  return invoice.issuedAt && !invoice.voidedAt ? invoice.total - invoice.amountPaid - invoice.amountCredited : 0n;
}

/** The invoice with the mark that says whether anything is still owed on it. */
export function settled<I extends Invoice>(invoice: I, now: Date): I {
  return { ...invoice, paidAt: openAmount(invoice) === 0n ? invoice.paidAt ?? now : null };
}

/** Paid, minus what went back with credit notes, minus what disputes hold back: what points are earned on. */
export function netPaid(invoice: Pick<Invoice, 'amountPaid' | 'amountRefunded' | 'amountDisputed'>): Minor {
  return invoice.amountPaid - invoice.amountRefunded - invoice.amountDisputed;
}

export function toLines(inputs: readonly LineInput[]): InvoiceLine[] {
  return inputs.map((input, position) => {
    const amount = BigInt(input.quantity) * input.unitPrice;
    return { position, ...input, amount, taxAmount: input.taxAmount ?? shareOf(amount, input.taxPpm) };
  });
}

export interface Costs {
  readonly infrastructureCosts: Minor;
  readonly infrastructureTaxPpm: Ppm;
}

/** Infrastructure costs are taxed like a line of their own. */
export function totalsOf(lines: readonly InvoiceLine[], costs: Costs): { amount: Minor; taxAmount: Minor; total: Minor } {
  const amount = lines.reduce((sum, line) => sum + line.amount, 0n);
  const taxAmount = lines.reduce((sum, line) => sum + line.taxAmount, 0n) + shareOf(costs.infrastructureCosts, costs.infrastructureTaxPpm);
  return { amount, taxAmount, total: amount + costs.infrastructureCosts + taxAmount };
}

/** The one rate of all lines; zero where they differ. */
export function commonRate(lines: readonly Pick<InvoiceLine, 'taxPpm'>[]): Ppm {
  const rates = new Set(lines.map((line) => line.taxPpm));
  return rates.size === 1 ? [...rates][0]! : 0;
}
