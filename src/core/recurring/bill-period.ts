import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import { addDays, dayIn } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import { mayCharge, billingSettingsOf } from '../billing/index.js';
import { draftInvoice, findInvoiceByRequestKey, issueInvoice } from '../invoices/index.js';
import type { Invoice } from '../invoices/index.js';
import { businessSettings } from '../settings/index.js';
import { SYSTEM } from '../tx.js';
import type { Actor, Tx } from '../tx.js';
import { billingDayIn, duePeriods, monthOf, unbilledFrom } from './calendar.js';
import type { Month, Period } from './calendar.js';
import { linesOf, recurrenceOf } from './recurring.js';
import type { RecurringCustomer } from './recurring.js';
import { lockRecurring, takeMonths } from './store.js';

export interface BillPeriod {
  readonly customerId: string;
  /** The month the period begins with; the one today is in when absent. */
  readonly month?: Month | null;
  /** Names the request: repeated, it is the same invoice, whatever month it is by now. */
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

/**
 * Bills a period because somebody asks for it: also one that is to come, and what recurs from a later day on. Locks
 * the customer's settings, so that button and schedule make one invoice between them. `customer_not_found`,
 * `recurring_fee_missing` when nothing recurs, `recurring_already_billed`.
 */
export async function billPeriod(tx: Tx, { customerId, month: asked, requestKey = null, actor }: BillPeriod): Promise<Invoice> {
  const customer = isUuid(customerId) ? await lockRecurring(tx, customerId) : undefined;
  const repeated = requestKey === null ? undefined : await findInvoiceByRequestKey(tx, requestKey);
  if (repeated) return repeated;
  if (!customer || customer.archived) throw new Failure('customer_not_found');
  const today = await todayOf(tx);
  const month = asked ?? monthOf(today);
  const recurrence = recurrenceOf(customer);
  const day = billingDayIn(month, customer.billingDay);
  if (recurrence.months > 0 && recurrence.billed.has(month)) throw new Failure('recurring_already_billed');
  return makeInvoice(tx, customer, { period: { month, months: unbilledFrom(month, recurrence), day }, today, requestKey, actor, byHand: true });
}

/** Bills the oldest period of a customer whose day has come; null when there is none (or somebody just did). */
export async function billDuePeriod(tx: Tx, customerId: string): Promise<Invoice | null> {
  const customer = await lockRecurring(tx, customerId);
  if (!customer) return null;
  const today = await todayOf(tx);
  const [period] = duePeriods(recurrenceOf(customer), today, 1);
  return period ? makeInvoice(tx, customer, { period, today, requestKey: null, actor: SYSTEM, byHand: false }) : null;
}

interface Making { readonly period: Period; readonly today: Day; readonly requestKey: string | null; readonly actor: Actor; readonly byHand: boolean }

async function makeInvoice(tx: Tx, customer: RecurringCustomer, { period, today, requestKey, actor, byHand }: Making): Promise<Invoice> {
  const lines = period.months > 0 ? linesOf(customer, period, byHand) : [];
  if (lines.length === 0) throw new Failure('recurring_fee_missing');
  const settings = await billingSettingsOf(tx, customer.customerId);
  const draft = await draftInvoice(tx, {
    customerId: customer.customerId, lines, currency: customer.currency, recurringPeriod: period.month, autoCharge: mayCharge(settings), requestKey, actor,
  });
  if (!(await takeMonths(tx, customer.customerId, period, draft.id))) throw new Failure('recurring_already_billed');
  // Late, it is dated the day it is made, and the days to pay are counted from then: nobody is overdue for our downtime.
  const from = period.day > today ? period.day : today;
  return issueInvoice(tx, draft.id, actor, { dueDate: addDays(from, customer.paymentTermsDays) });
}

async function todayOf(tx: Tx): Promise<Day> {
  return dayIn((await businessSettings(tx)).time_zone, tx.now);
}
