import { monthsOf } from '../billing/index.js';
import type { BillingFrequency } from '../billing/index.js';
import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { Reader } from '../tx.js';
import { nextPeriod } from './calendar.js';
import { linesOf, recurrenceOf, spanName } from './recurring.js';
import type { RecurringCustomer } from './recurring.js';
import { findListedRow, listRecurringRows } from './list-store.js';
import type { ListedRow } from './list-store.js';
import type { ListRecurring } from './list-wish.js';

/** Who is billed what by itself, and when next. */
export interface ListedRecurring {
  readonly customerId: string;
  readonly customerName: string;
  readonly frequency: BillingFrequency;
  readonly billingDay: number;
  readonly currency: string;
  /** What the next invoice has, without tax; null when none is to come. */
  readonly nextAmount: Minor | null;
  readonly nextOn: Day | null;
  /** "2026-11", or "2026-11 to 2027-01". */
  readonly nextPeriod: string | null;
  readonly lines: readonly { readonly description: string; readonly monthly: Minor }[];
  readonly lastMonth: Day | null;
  readonly pausedOn: Day | null;
  readonly autoCharge: boolean;
  /** The card that may be charged without its holder, and since when. */
  readonly methodId: string | null;
  readonly consentedAt: Date | null;
}

/** A page of customers with something that recurs, by name. */
export async function listRecurring(reader: Reader, wish: ListRecurring): Promise<Page<ListedRecurring>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const { items, nextCursor } = toPage(await listRecurringRows(reader, { ...wish, after, limit: wish.limit + 1 }), wish.limit, (row) => [row.name, row.recurring.customerId]);
  return { items: items.map(toListed), nextCursor };
}

/** The same of one customer; null when he does not exist. */
export async function findRecurringOf(reader: Reader, customerId: string): Promise<ListedRecurring | null> {
  const row = await findListedRow(reader, customerId);
  return row ? toListed(row) : null;
}

function toListed({ recurring, name, pausedOn, autoCharge, methodId, consentedAt }: ListedRow): ListedRecurring {
  const next = nextPeriod(recurrenceOf(recurring));
  const lines = next ? linesOf(recurring, next, false) : [];
  return {
    customerId: recurring.customerId, customerName: name, frequency: recurring.frequency, billingDay: recurring.billingDay, currency: recurring.currency,
    nextAmount: next ? lines.reduce((sum, line) => sum + line.unitPrice * BigInt(line.quantity), 0n) : null, nextOn: next?.day ?? null,
    nextPeriod: next && spanName(next), lines: monthlyLines(recurring), lastMonth: [...recurring.billed].sort().at(-1) ?? null, pausedOn, autoCharge,
    methodId: consentedAt === null ? null : methodId, consentedAt,
  };
}

/** What recurs, as far as is known today. */
function monthlyLines(c: RecurringCustomer): { description: string; monthly: Minor }[] {
  const fee = c.feeSince !== null && c.monthlyFee > 0n && monthsOf(c.frequency) > 0 ? [{ description: 'Monthly fee', monthly: c.monthlyFee }] : [];
  return [...fee, ...c.offers.map((offer) => ({ description: offer.title, monthly: offer.amount }))];
}
