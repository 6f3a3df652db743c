import type { BillingFrequency } from '../billing/index.js';
import type { Day } from '../../kernel/period.js';
import type { Reader, Statement, Tx } from '../tx.js';
import { monthAfter } from './calendar.js';
import type { Month, Period } from './calendar.js';
import type { RecurringCustomer } from './recurring.js';

export interface RecurringRow {
  customer_id: string; billing_frequency: string; billing_day: number; monthly_fee: bigint; currency: string; tax_ppm: number; payment_terms_days: number;
  fee_since: Day | null; archived: boolean; offers: [id: string, title: string, amount: string, since: Day, until: Day | null][] | null;
  billed: Month[]; pauses: [from: Day, until: Day | null][] | null;
}

/** Accepted offers in the customer's currency whose monthly amount recurs. */
const OFFERS = `proposals p WHERE p.customer_id = s.customer_id AND p.state = 'accepted' AND p.deleted_at IS NULL
  AND p.monthly_recurring_amount > 0 AND p.recurring_since IS NOT NULL AND p.currency = s.currency`;
export const RECURRING_FACTS = `s.customer_id, s.billing_frequency, s.billing_day, s.monthly_fee, s.currency, s.tax_ppm, s.payment_terms_days, s.fee_since, c.archived_at IS NOT NULL AS archived,
  (SELECT json_agg(json_build_array(p.id, p.title, p.monthly_recurring_amount::text, p.recurring_since, p.recurring_until) ORDER BY p.accepted_at, p.id) FROM ${OFFERS}) AS offers,
  ARRAY(SELECT m.month::text FROM recurring_months m WHERE m.customer_id = s.customer_id) AS billed,
  (SELECT json_agg(json_build_array(z.paused_on, z.resumed_on)) FROM recurring_pauses z WHERE z.customer_id = s.customer_id) AS pauses`;
export const RECURRING_SOURCE = `billing_settings s JOIN customers c ON c.id = s.customer_id`;

/** Something is meant to recur. */
export const RECURS = `c.archived_at IS NULL AND s.billing_frequency <> 'one_time' AND (s.fee_since IS NOT NULL AND s.monthly_fee > 0 OR EXISTS (SELECT 1 FROM ${OFFERS}))`;

const lockOne: Statement<{ customer_id: string }> = { name: 'recurring_lock', text: `SELECT customer_id FROM billing_settings WHERE customer_id = $1 FOR NO KEY UPDATE` };
const findOne: Statement<RecurringRow> = { name: 'recurring_find', text: `SELECT ${RECURRING_FACTS} FROM ${RECURRING_SOURCE} WHERE s.customer_id = $1` };
const findNext: Statement<RecurringRow> = { name: 'recurring_next', text: `SELECT ${RECURRING_FACTS} FROM ${RECURRING_SOURCE} WHERE s.customer_id > $1 AND ${RECURS} ORDER BY s.customer_id LIMIT $2` };
const insertMonths: Statement<{ month: Month }> = {
  name: 'recurring_months_insert',
  text: `INSERT INTO recurring_months (customer_id, month, invoice_id) SELECT $1, u.month, $3 FROM unnest($2::date[]) AS u (month) ON CONFLICT DO NOTHING RETURNING month::text AS month`,
};

/** Nobody else makes a recurring invoice of this customer, or changes what recurs, until this transaction ends. */
export async function lockRecurring(tx: Tx, customerId: string): Promise<RecurringCustomer | undefined> {
  await tx.run(lockOne, [customerId]);
  return findRecurring(tx, customerId);
}

export async function findRecurring(reader: Reader, customerId: string): Promise<RecurringCustomer | undefined> {
  return (await reader.run(findOne, [customerId])).map(toRecurring)[0];
}

/** Customers with something that recurs, in the order of their ids, behind `after`. */
export async function recurringAfter(reader: Reader, after: string, limit: number): Promise<RecurringCustomer[]> {
  return (await reader.run(findNext, [after, limit])).map(toRecurring);
}

/** Takes months for an invoice; false when one of them is billed already. */
export async function takeMonths(tx: Tx, customerId: string, period: Period, invoiceId: string): Promise<boolean> {
  const months = Array.from({ length: period.months }, (_, i) => monthAfter(period.month, i));
  return (await tx.run(insertMonths, [customerId, months, invoiceId])).length === months.length;
}

export async function insertPause(tx: Tx, pause: { id: string; customerId: string; from: Day; until: Day | null; by: string | null }): Promise<boolean> {
  const row = await tx.db.insertInto('recurring_pauses')
    .values({ id: pause.id, customer_id: pause.customerId, paused_on: pause.from, resumed_on: pause.until, paused_by: pause.by, created_at: tx.now, updated_at: tx.now })
    .onConflict((oc) => oc.doNothing()).returning('id').executeTakeFirst();
  return row !== undefined;
}

export async function endPause(tx: Tx, customerId: string, on: Day): Promise<boolean> {
  const row = await tx.db.updateTable('recurring_pauses').set({ resumed_on: on, updated_at: tx.now })
    .where('customer_id', '=', customerId).where('resumed_on', 'is', null).returning('id').executeTakeFirst();
  return row !== undefined;
}

export function toRecurring(row: RecurringRow): RecurringCustomer {
  return {
    customerId: row.customer_id, frequency: row.billing_frequency as BillingFrequency, billingDay: row.billing_day, monthlyFee: row.monthly_fee, currency: row.currency,
    taxPpm: row.tax_ppm, paymentTermsDays: row.payment_terms_days, feeSince: row.fee_since, archived: row.archived,
    offers: (row.offers ?? []).map(([proposalId, title, amount, since, until]) => ({ proposalId, title, amount: BigInt(amount), since, until })),
    billed: new Set(row.billed), pauses: (row.pauses ?? []).map(([from, until]) => ({ from, until })),
  };
}
