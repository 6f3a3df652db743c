import type { Reader, Statement } from '../tx.js';
import type { UsageSource } from '../ports/usage-analytics.js';
import type { UsageFigures } from './figures.js';
import type { Span } from './span.js';

/** Of a customer that is not archived. */
export async function selectSource(reader: Reader, customerId: string): Promise<UsageSource | undefined> {
  const row = await reader.db.selectFrom('customers').select(['firebase_app_id', 'firebase_project_id', 'analytics_property_id'])
    .where('id', '=', customerId).where('archived_at', 'is', null).executeTakeFirst();
  return row && { appId: row.firebase_app_id, projectId: row.firebase_project_id, propertyId: row.analytics_property_id };
}

export interface KeptReport {
  readonly figures: UsageFigures;
  readonly fetchedAt: Date;
}

const report: Statement<{ metrics: UsageFigures; fetched_at: Date }> = {
  name: 'usage_report',
  text: `SELECT metrics, fetched_at FROM usage_reports WHERE customer_id = $1 AND property_id = $2 AND start_date = $3 AND end_date = $4`,
};

export async function selectReport(reader: Reader, customerId: string, source: string, { start, end }: Span): Promise<KeptReport | undefined> {
  const [row] = await reader.run(report, [customerId, source, start, end]);
  return row && { figures: row.metrics, fetchedAt: row.fetched_at };
}

const latest: Statement<{ metrics: UsageFigures; fetched_at: Date; start_date: string; end_date: string }> = {
  name: 'usage_report_latest',
  text: `SELECT metrics, fetched_at, start_date::text, end_date::text FROM usage_reports
    WHERE customer_id = $1 AND property_id = $2 AND end_date - start_date + 1 = $3::int ORDER BY end_date DESC LIMIT 1`,
};

/** The report of the latest span that is as long. */
export async function selectLatestReport(reader: Reader, customerId: string, source: string, days: number): Promise<(KeptReport & { span: Span }) | undefined> {
  const [row] = await reader.run(latest, [customerId, source, days]);
  return row && { figures: row.metrics, fetchedAt: row.fetched_at, span: { start: row.start_date, end: row.end_date } };
}

/** The latest that was asked for wins, whoever writes last. */
const upsert: Statement<{ customer_id: string }> = {
  name: 'usage_report_keep',
  text: `INSERT INTO usage_reports (customer_id, property_id, start_date, end_date, metrics, fetched_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (customer_id, property_id, start_date, end_date) DO UPDATE SET metrics = excluded.metrics, fetched_at = excluded.fetched_at
    WHERE usage_reports.fetched_at <= excluded.fetched_at`,
};

export async function keepReport(reader: Reader, of: { customerId: string; source: string; span: Span }, kept: KeptReport): Promise<void> {
  await reader.run(upsert, [of.customerId, of.source, of.span.start, of.span.end, JSON.stringify(kept.figures), kept.fetchedAt]);
}

const forget: Statement<{ customer_id: string }> = { name: 'usage_reports_forget', text: `DELETE FROM usage_reports WHERE fetched_at < $1` };

export async function deleteReportsBefore(reader: Reader, before: Date): Promise<void> {
  await reader.run(forget, [before]);
}
