import { monthsOf } from '../billing/index.js';
import type { BillingFrequency } from '../billing/index.js';
import type { Minor, Ppm } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { LineInput } from '../invoices/index.js';
import { isIn, monthAfter } from './calendar.js';
import type { Month, Period, Recurrence, Span } from './calendar.js';

/** An accepted offer with a monthly amount. */
export interface RecurringOffer extends Span {
  readonly proposalId: string;
  readonly title: string;
  readonly amount: Minor;
}

/** What recurs for one customer, and what was billed of it. */
export interface RecurringCustomer {
  readonly customerId: string;
  readonly frequency: BillingFrequency;
  readonly billingDay: number;
  readonly monthlyFee: Minor;
  readonly currency: string;
  readonly taxPpm: Ppm;
  readonly paymentTermsDays: number;
  readonly feeSince: Day | null;
  readonly offers: readonly RecurringOffer[];
  readonly billed: ReadonlySet<Month>;
  readonly pauses: Recurrence['pauses'];
  readonly archived: boolean;
}

/** What the calendar needs of it. */
export function recurrenceOf(c: RecurringCustomer): Recurrence {
  const fee = c.feeSince !== null && c.monthlyFee > 0n ? [{ since: c.feeSince, until: null }] : [];
  return { billingDay: c.billingDay, months: c.archived ? 0 : monthsOf(c.frequency), spans: [...fee, ...c.offers], billed: c.billed, pauses: c.pauses };
}

/**
 * One line for the fee, one for each accepted offer that recurs. `evenBefore`: asked for by hand, what recurs later
 * only is billed too.
 */
export function linesOf(c: RecurringCustomer, period: Period, evenBefore: boolean): LineInput[] {
  const span = spanName(period);
  const line = (description: string, unitPrice: Minor): LineInput => ({ description: `${description} ${span}`, quantity: period.months, unitPrice, taxPpm: c.taxPpm });
  const offers = offersOn(c, period.day, evenBefore).map((offer) => line(offer.title, offer.amount));
  return c.monthlyFee > 0n && (evenBefore || feeRecurs(c, period.day)) ? [line('Monthly fee', c.monthlyFee), ...offers] : offers;
}

function feeRecurs(c: RecurringCustomer, day: Day): boolean {
  return c.feeSince !== null && c.feeSince <= day;
}

function offersOn(c: RecurringCustomer, day: Day, evenBefore = false): RecurringOffer[] {
  return c.offers.filter((offer) => isIn({ since: evenBefore ? day : offer.since, until: offer.until }, day));
}

/** "2026-01", or "2026-01 to 2026-03". */
export function spanName({ month, months }: Pick<Period, 'month' | 'months'>): string {
  const name = (of: Month): string => of.slice(0, 7);
  return months === 1 ? name(month) : `${name(month)} to ${name(monthAfter(month, months - 1))}`;
}
