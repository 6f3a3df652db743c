import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';

export type InvoiceStatusWord = 'draft' | 'pending' | 'paid' | 'overdue' | 'cancelled';

/** What is owed, by how long it is overdue. */
export interface Ageing {
  readonly notDue: Minor;
  readonly upTo30Days: Minor;
  readonly upTo60Days: Minor;
  readonly upTo90Days: Minor;
  readonly older: Minor;
}

/** The business as a whole. docs/figures.md says what each is. */
export interface BillingStats {
  readonly currency: string;
  readonly totalInvoiced: Minor;
  readonly totalReceived: Minor;
  readonly outstanding: Minor;
  readonly overdue: Minor;
  readonly ageing: Ageing;
  readonly monthlyRecurring: Minor;
  readonly invoicesByStatus: Readonly<Record<InvoiceStatusWord, number>>;
  readonly totalInvoices: number;
  readonly activeCustomers: number;
  readonly totalCustomers: number;
  readonly at: Date;
}

/** One month of the books, in the business's zone. */
export interface BillingMonth {
  /** YYYY-MM. */
  readonly month: string;
  /** Billed, tax included, less what was taken back with voided invoices. */
  readonly invoiced: Minor;
  /** Sales without tax, less what was given back. */
  readonly revenue: Minor;
  /** Money that came in, less what went back. */
  readonly received: Minor;
  /** Of what was billed, what recurs. */
  readonly recurring: Minor;
}

/** One customer. */
export interface BillingOverview {
  readonly customerId: string;
  readonly currency: string;
  readonly totalBilled: Minor;
  readonly totalPaid: Minor;
  readonly outstanding: Minor;
  readonly overdue: Minor;
  /** Money that came and that nobody owed. */
  readonly credit: Minor;
  /** Of what is open, the soonest due day: past ones too. */
  readonly nextDueDay: Day | null;
  readonly recentInvoiceIds: readonly string[];
}
