import type { Reader, Statement, Tx } from '../tx.js';
import type { PortalCounts, PortalVisit } from './portal.js';

const counts: Statement<Record<keyof PortalCounts, bigint>> = {
  name: 'portal_counts',
  text: `SELECT
    (SELECT count(*) FROM customers WHERE archived_at IS NULL AND created_at <= $2) AS "totalCustomers",
    (SELECT count(DISTINCT s.customer_id) FROM portal_sessions s JOIN customers c ON c.id = s.customer_id AND c.archived_at IS NULL
      WHERE s.login_at > $1 AND s.login_at <= $2) AS "activeCustomers",
    (SELECT count(*) FROM appointments WHERE booked_via_portal AND created_at > $1 AND created_at <= $2) AS "onlineBookings",
    (SELECT count(*) FROM appointments WHERE created_at > $1 AND created_at <= $2) AS "totalBookings",
    (SELECT count(*) FROM payments WHERE state = 'succeeded' AND processor NOT IN ('manual', 'credit') AND settled_at > $1 AND settled_at <= $2) AS "onlinePayments",
    (SELECT count(*) FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id WHERE a.kind = 'customer_points' AND b.balance < 0) AS "loyaltyUsers",
    (SELECT count(*) FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id WHERE a.kind = 'customer_points') AS "totalLoyaltyRecords"`,
};

/** Everything the portal's figures are made of, at one moment. */
export async function countPortal(reader: Reader, from: Date, until: Date): Promise<PortalCounts> {
  const [row] = await reader.run(counts, [from, until]);
  return Object.fromEntries(Object.entries(row!).map(([name, value]) => [name, Number(value)])) as unknown as PortalCounts;
}

const lock: Statement<never> = { name: 'portal_sessions_lock', text: `SELECT pg_advisory_xact_lock(hashtextextended('paydesk.portal_session.' || $1, 0))` };

const recent: Statement<{ id: string }> = {
  name: 'portal_sessions_recent',
  text: `SELECT id FROM portal_sessions WHERE user_id = $1 AND customer_id = $2 AND login_at > $3 ORDER BY login_at DESC LIMIT 1`,
};

const insert: Statement<never> = {
  name: 'portal_sessions_insert',
  text: `INSERT INTO portal_sessions (id, customer_id, user_id, login_at, ip_address, user_agent) VALUES ($1, $2, $3, $4, $5, $6)`,
};

/** Until this transaction ends, nobody else counts this user. */
export async function lockVisitor(tx: Tx, userId: string): Promise<void> {
  await tx.run(lock, [userId]);
}

export async function findRecentSession(tx: Tx, userId: string, customerId: string, since: Date): Promise<string | undefined> {
  return (await tx.run(recent, [userId, customerId, since]))[0]?.id;
}

export async function insertPortalSession(tx: Tx, visit: PortalVisit & { readonly id: string }): Promise<void> {
  await tx.run(insert, [visit.id, visit.customerId, visit.userId, tx.now, visit.ip, visit.userAgent]);
}

export async function deleteOldSessions(tx: Tx, before: Date): Promise<number> {
  const result = await tx.db.deleteFrom('portal_sessions').where('login_at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
