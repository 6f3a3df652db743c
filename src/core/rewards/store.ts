import type { Sink, Statement } from '../tx.js';

export interface InvoicePoints {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly points: bigint;
  /** Kept from the first time on. */
  readonly pointsPerDollar: number;
}

const upsert: Statement<never> = {
  name: 'loyalty_upsert_invoice_points',
  text: `INSERT INTO loyalty_invoice_points (invoice_id, customer_id, points, points_per_dollar, updated_at)
         SELECT invoice_id, customer_id, points, points_per_dollar, $5 FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::int[]) AS p (invoice_id, customer_id, points, points_per_dollar)
         ORDER BY invoice_id ON CONFLICT (invoice_id) DO UPDATE SET points = excluded.points, updated_at = excluded.updated_at,
           points_per_dollar = coalesce(loyalty_invoice_points.points_per_dollar, excluded.points_per_dollar)`,
};

/** Writes what invoices have earned, once per transaction; the last word on an invoice stays. */
export const invoicePointsSink: Sink<InvoicePoints> = {
  name: 'invoice_points',
  order: 4,
  async write(tx, rows) {
    const last = [...new Map(rows.map((row) => [row.invoiceId, row])).values()];
    await tx.run(upsert, [last.map((r) => r.invoiceId), last.map((r) => r.customerId), last.map((r) => r.points), last.map((r) => r.pointsPerDollar), tx.now]);
  },
};
