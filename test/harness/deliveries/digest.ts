import { createHash } from 'node:crypto';
import { connectOnce } from '../../../src/adapters/database/connect.js';
import type { TestDatabase } from '../../database.js';

/**
 * What must be the same whatever the order of deliveries. Ids that are made while an event is carried out are
 * shown by the processor's own. Left out: numbers of a series, instants, of disputes the moves on the way, and of
 * a form that is still open the last refusal (events of one second do not tell which that was).
 */
const QUESTIONS: Readonly<Record<string, string>> = {
  payments: `SELECT id, external_id, state, amount_received, amount_refunded, amount_disputed, settled_at IS NOT NULL AS settled,
    CASE WHEN state <> 'open' THEN failure_code END AS failure_code, CASE WHEN state <> 'open' THEN card_last4 END AS card_last4 FROM payments`,
  targets: `SELECT payment_id, subject_id, amount, live FROM payment_targets`,
  invoices: `SELECT id, amount_paid, amount_refunded, amount_disputed, paid_at IS NOT NULL AS paid FROM invoices`,
  allocations: `SELECT payment_id, invoice_id, amount, reversed, returned FROM allocations`,
  refunds: `SELECT coalesce(external_id, CASE WHEN reason = 'no_place' THEN 'what had no place' ELSE id::text END) AS refund, payment_id, state, amount, keep_owing FROM refunds`,
  disputes: `SELECT external_id, payment_id, state, amount, withdrawn FROM disputes`,
  credit_notes: `SELECT invoice_id, count(*) AS notes, sum(amount) AS amount, sum(tax_amount) AS tax FROM credit_notes GROUP BY 1`,
  purchases: `SELECT id, state, live, surplus, amount_refunded, amount_disputed, billing_name, billing_address, cardholder_name, completed_at IS NOT NULL AS completed FROM purchases`,
  pages: `SELECT payment_id, state FROM checkout_sessions`,
  credit_purchases: `SELECT id, state FROM credit_purchases`,
  lots: `SELECT payment_id, user_id, amount, spent, held, expired, clawed_back, clawback_target FROM credit_lots`,
  wallets: `SELECT user_id, debt FROM credit_wallets`,
  points: `SELECT customer_id, invoice_id, points FROM loyalty_invoice_points`,
  books: `SELECT a.kind, a.unit, a.owner_id, sum(e.amount) AS balance FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id GROUP BY 1, 2, 3 HAVING sum(e.amount) <> 0`,
  running: `SELECT a.kind, a.unit, a.owner_id, b.balance FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id WHERE b.balance <> 0`,
  effects: `SELECT kind, occasion FROM ledger_transactions WHERE occasion NOT LIKE 'dispute.%' AND kind NOT LIKE '%dispute%' AND occasion NOT LIKE 'points%'`,
  mails: `SELECT template, occasion, subject_id, recipient FROM outbox_messages WHERE template <> 'loyalty_points_earned'`,
  inbox: `SELECT event_id, state FROM inbox_events`,
  audit: `SELECT action, resource_id, count(*) AS times FROM audit_log WHERE action NOT LIKE 'dispute.%' GROUP BY 1, 2`,
};

export type Digest = Readonly<Record<string, readonly string[]>>;

export async function digestOf(database: TestDatabase): Promise<Digest> {
  const client = await connectOnce(database.superuserUrl, 'paydesk test');
  try {
    const named = await client.query<{ id: string; name: string }>(
      `SELECT id::text, external_id AS name FROM refunds WHERE external_id IS NOT NULL UNION ALL SELECT id::text, external_id FROM disputes`,
    );
    const names = new Map(named.rows.map((row) => [row.id, row.name]));
    const ids = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
    const parts: Record<string, readonly string[]> = {};
    for (const [part, question] of Object.entries(QUESTIONS)) {
      const { rows } = await client.query<Record<string, unknown>>(question);
      parts[part] = rows.map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)).replaceAll(ids, (id) => names.get(id) ?? id)).sort();
    }
    return parts;
  } finally {
    await client.end();
  }
}

export function hashOf(digest: Digest): string {
  return createHash('sha256').update(JSON.stringify(digest)).digest('hex');
}

/** The first lines in which two digests differ. */
export function differences(left: Digest, right: Digest): string[] {
  return Object.keys(left).flatMap((part) => {
    const [mine, theirs] = [new Set(left[part]), new Set(right[part])];
    const gone = left[part]!.filter((line) => !theirs.has(line)).slice(0, 5).map((line) => `${part}, in order only: ${line}`);
    const extra = right[part]!.filter((line) => !mine.has(line)).slice(0, 5).map((line) => `${part}, out of order only: ${line}`);
    return [...gone, ...extra];
  });
}
