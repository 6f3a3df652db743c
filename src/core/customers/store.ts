import type { Reader, Statement } from '../tx.js';
import type { Customer, CustomerStatus } from './customer.js';
import type { Facts } from './facts.js';

export interface CustomerRow {
  id: string; serial: bigint; name: string; company_name: string | null; email: string; phone: string | null;
  address_line1: string | null; address_line2: string | null; city: string | null; state: string | null; postal_code: string | null; country: string | null;
  firebase_app_id: string | null; firebase_project_id: string | null; analytics_property_id: string | null;
  status: string; version: number; created_at: Date; updated_at: Date; archived_at: Date | null;
}

/** What `valuesOf` gives, in its order. */
const FACTS = ['name', 'company_name', 'email', 'phone', 'address_line1', 'address_line2', 'city', 'state', 'postal_code', 'country', 'status', 'firebase_app_id', 'firebase_project_id', 'analytics_property_id'];
const BEHIND_FACTS = `$${FACTS.length + 2}`;
const LAST = `$${FACTS.length + 3}`;

export function valuesOf({ address: a, ...facts }: Facts): unknown[] {
  return [
    facts.name, facts.companyName, facts.email, facts.phone, a.line1, a.line2, a.city, a.state, a.postalCode, a.country,
    facts.status, facts.firebaseAppId, facts.firebaseProjectId, facts.analyticsPropertyId,
  ];
}

/** $1 id, the facts, then now and which account of its company it is. */
export const insertCustomer: Statement<CustomerRow> = {
  name: 'customers_insert',
  text: `INSERT INTO customers (id, ${FACTS.join(', ')}, created_at, updated_at, account)
    VALUES ($1, ${FACTS.map((_, i) => `$${i + 2}`).join(', ')}, ${BEHIND_FACTS}, ${BEHIND_FACTS}, ${LAST}) RETURNING *`,
};

/** $1 id, the facts, then now. */
export const updateCustomer: Statement<CustomerRow> = {
  name: 'customers_update',
  text: `UPDATE customers SET ${FACTS.map((fact, i) => `${fact} = $${i + 2}`).join(', ')}, version = version + 1, updated_at = ${BEHIND_FACTS} WHERE id = $1 RETURNING *`,
};

export const selectCustomer: Statement<CustomerRow> = { name: 'customers_by_id', text: `SELECT * FROM customers WHERE id = $1` };

export const lockCustomer: Statement<CustomerRow> = { name: 'customers_lock', text: `SELECT * FROM customers WHERE id = $1 FOR NO KEY UPDATE` };

export const shareCustomer: Statement<CustomerRow> = { name: 'customers_share', text: `SELECT * FROM customers WHERE id = $1 FOR SHARE` };

export const selectCustomerByEmail: Statement<CustomerRow> = {
  name: 'customers_by_email',
  text: `SELECT * FROM customers WHERE email = $1 AND archived_at IS NULL ORDER BY account LIMIT 1`,
};

/** $1 names in order. */
export const lockNames: Statement<never> = {
  name: 'customers_lock_names',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('paydesk.customer_name.' || name, 0)) FROM unnest($1::text[]) AS n (name)`,
};

/** The accounts of the company with this address, in their order. */
export const selectByEmail: Statement<CustomerRow & { account: number }> = {
  name: 'customers_accounts',
  text: `SELECT * FROM customers WHERE email = $1 AND archived_at IS NULL ORDER BY account`,
};

export const selectByFirebaseApp: Statement<{ id: string }> = {
  name: 'customers_by_firebase_app',
  text: `SELECT id FROM customers WHERE firebase_app_id = $1 AND archived_at IS NULL`,
};

/** Whether anything hangs on a customer. */
export const isInBusiness: Statement<{ found: boolean }> = {
  name: 'customers_in_business',
  text: `SELECT EXISTS (SELECT 1 FROM invoices WHERE customer_id = $1) OR EXISTS (SELECT 1 FROM proposals WHERE customer_id = $1)
    OR EXISTS (SELECT 1 FROM payments WHERE customer_id = $1) OR EXISTS (SELECT 1 FROM appointments WHERE customer_id = $1)
    OR EXISTS (SELECT 1 FROM customer_users WHERE customer_id = $1) AS found`,
};

/** $1 id, $2 since when or null, $3 now. */
export const setArchived: Statement<CustomerRow> = {
  name: 'customers_set_archived',
  text: `UPDATE customers SET archived_at = $2, version = version + 1, updated_at = $3 WHERE id = $1 RETURNING *`,
};

/** $1 address, $2 now: only a verified address of a user with the customer role, only who has no customer yet, and only where the company has one account. */
export const linkByVerifiedEmail: Statement<{ user_id: string; customer_id: string }> = {
  name: 'customers_link_verified',
  text: `INSERT INTO customer_users (user_id, customer_id, linked_at)
    SELECT u.id, c.id, $2 FROM users u JOIN customers c ON c.email = u.email AND c.archived_at IS NULL
    WHERE u.email = $1 AND u.email_verified_at IS NOT NULL AND u.disabled_at IS NULL
      AND EXISTS (SELECT 1 FROM role_grants g WHERE g.user_id = u.id AND g.role = 'customer')
      AND NOT EXISTS (SELECT 1 FROM customers other WHERE other.email = u.email AND other.archived_at IS NULL AND other.id <> c.id)
    ON CONFLICT (user_id) DO NOTHING RETURNING user_id, customer_id`,
};

export function toCustomer(row: CustomerRow): Customer {
  return {
    id: row.id, serial: row.serial, name: row.name, companyName: row.company_name, email: row.email, phone: row.phone,
    address: { line1: row.address_line1, line2: row.address_line2, city: row.city, state: row.state, postalCode: row.postal_code, country: row.country },
    status: row.status as CustomerStatus, firebaseAppId: row.firebase_app_id, firebaseProjectId: row.firebase_project_id, analyticsPropertyId: row.analytics_property_id,
    version: row.version, createdAt: row.created_at, updatedAt: row.updated_at, archivedAt: row.archived_at,
  };
}

/** Whether anybody was ever opened as a customer. */
export async function anyCustomer(reader: Reader): Promise<boolean> {
  return (await reader.db.selectFrom('customers').select('id').limit(1).executeTakeFirst()) !== undefined;
}
