import { connectOnce } from '../../../src/adapters/database/connect.js';

/** What must be there once: how many of each kind are, and which are there more or less often. */
export interface Once {
  readonly counts: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
}

const THINGS: Readonly<Record<string, string>> = {
  'live enrolment': `SELECT user_id || ' in ' || program_id AS of, count(*)::int AS times FROM purchases WHERE live GROUP BY 1`,
  'letter of an enrolment': `SELECT q.id::text AS of, count(o.id)::int AS times FROM purchases q LEFT JOIN outbox_messages o ON o.template = 'enrolment_confirmed' AND o.subject_id = q.id::text
    WHERE q.completed_at IS NOT NULL GROUP BY 1`,
  'letter of an enrolment’s refund': `SELECT r.id::text AS of, count(o.id)::int AS times FROM refunds r JOIN purchases q ON q.payment_id = r.payment_id
    LEFT JOIN outbox_messages o ON o.template = 'enrolment_refunded' AND o.subject_id = r.id::text WHERE r.state = 'succeeded' GROUP BY 1`,
  'grant': `SELECT p.id::text AS of, count(l.id)::int AS times FROM payments p JOIN payment_targets t ON t.payment_id = p.id AND t.kind = 'credits' LEFT JOIN credit_lots l ON l.payment_id = p.id
    WHERE p.state = 'succeeded' OR l.id IS NOT NULL GROUP BY 1`,
  'receipt': `SELECT p.id::text AS of, count(o.id)::int AS times FROM payments p LEFT JOIN outbox_messages o ON o.template = 'payment_receipt' AND o.subject_id = p.id::text
    WHERE o.id IS NOT NULL OR (p.state = 'succeeded' AND EXISTS (SELECT FROM payment_targets t WHERE t.payment_id = p.id AND t.kind IN ('invoice', 'credits'))) GROUP BY 1`,
  'settlement in the book': `SELECT p.id::text AS of, count(x.id)::int AS times FROM payments p LEFT JOIN ledger_transactions x ON x.occasion LIKE 'payment.settled:' || p.id || '%' WHERE p.state = 'succeeded' OR x.id IS NOT NULL GROUP BY 1`,
};

export async function countOnce(url: string): Promise<Once> {
  const client = await connectOnce(url, 'paydesk test');
  try {
    const counts: Record<string, number> = {};
    const wrong: string[] = [];
    for (const [thing, question] of Object.entries(THINGS)) {
      const { rows } = await client.query<{ of: string; times: number }>(question);
      counts[thing] = rows.length;
      wrong.push(...rows.filter((row) => row.times !== 1).map((row) => `${thing}: ${row.times} of ${row.of}`));
    }
    return { counts, wrong };
  } finally {
    await client.end();
  }
}
