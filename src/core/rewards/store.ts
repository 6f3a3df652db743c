import type { Sink, Statement } from '../tx.js';

export interface InvoicePoints {
  readonly invoiceId: string;
  readonly customerId: string;
  readonly points: bigint;
}

const upsert: Statement<never> = {
  name: 'loyalty_upsert_invoice_points',
  text: `INSERT INTO loyalty_invoice_points (invoice_id, customer_id, points, updated_at)
         SELECT invoice_id, customer_id, points, $4 FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS p (invoice_id, customer_id, points)
         ORDER BY invoice_id ON CONFLICT (invoice_id) DO UPDATE SET points = excluded.points, updated_at = excluded.updated_at`,
};

/** Writes what invoices have earned, once per transaction; the last word on an invoice stays. */
export const invoicePointsSink: Sink<InvoicePoints> = {
  name: 'invoice_points',
  order: 4,
  async write(tx, rows) {
    const last = [...new Map(rows.map((row) => [row.invoiceId, row])).values()];
    await tx.run(upsert, [last.map((r) => r.invoiceId), last.map((r) => r.customerId), last.map((r) => r.points), tx.now]);
  },
};
