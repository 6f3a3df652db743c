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
  readonly pointsAwarded: bigint;
  readonly dueDate: Day | null;
  readonly jobId: string | null;
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
}

export function statusOf(invoice: Pick<Invoice, 'issuedAt' | 'voidedAt' | 'paidAt' | 'dueDate'>, today: Day): InvoiceStatus {
  if (invoice.voidedAt) return 'cancelled';
  if (!invoice.issuedAt) return 'draft';
  if (invoice.paidAt) return 'paid';
  return invoice.dueDate !== null && invoice.dueDate < today ? 'overdue' : 'pending';
}

/** What is still to be paid; nothing for drafts and cancelled invoices. */
export function openAmount(invoice: Pick<Invoice, 'issuedAt' | 'voidedAt' | 'total' | 'amountPaid'>): Minor {
  return invoice.issuedAt && !invoice.voidedAt ? invoice.total - invoice.amountPaid : 0n;
}

/** Paid, minus what went back with credit notes, minus what disputes hold back: what points are earned on. */
export function netPaid(invoice: Pick<Invoice, 'amountPaid' | 'amountRefunded' | 'amountDisputed'>): Minor {
  return invoice.amountPaid - invoice.amountRefunded - invoice.amountDisputed;
}

export function toLines(inputs: readonly LineInput[]): InvoiceLine[] {
  return inputs.map((input, position) => {
    const amount = BigInt(input.quantity) * input.unitPrice;
    return { position, ...input, amount, taxAmount: shareOf(amount, input.taxPpm) };
  });
}

export function totalsOf(lines: readonly InvoiceLine[]): { amount: Minor; taxAmount: Minor; total: Minor } {
  const amount = lines.reduce((sum, line) => sum + line.amount, 0n);
  const taxAmount = lines.reduce((sum, line) => sum + line.taxAmount, 0n);
  return { amount, taxAmount, total: amount + taxAmount };
}
