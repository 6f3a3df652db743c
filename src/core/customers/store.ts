import type { Reader, Statement } from '../tx.js';
import type { Customer } from './customer.js';

export interface CustomerRow {
  id: string; serial: bigint; name: string; company_name: string | null; email: string; phone: string | null;
  address_line1: string | null; address_line2: string | null; city: string | null; state: string | null; postal_code: string | null; country: string | null;
  status: string; version: number; created_at: Date; updated_at: Date; archived_at: Date | null;
}

export const insertCustomer: Statement<CustomerRow> = {
  name: 'customers_insert',
  text: `INSERT INTO customers (id, name, company_name, email, phone, address_line1, address_line2, city, state, postal_code, country, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
    ON CONFLICT (email) WHERE archived_at IS NULL DO NOTHING RETURNING *`,
};

export const selectCustomer: Statement<CustomerRow> = { name: 'customers_by_id', text: `SELECT * FROM customers WHERE id = $1` };

export const lockCustomer: Statement<CustomerRow> = { name: 'customers_lock', text: `SELECT * FROM customers WHERE id = $1 FOR NO KEY UPDATE` };

export const selectCustomerByEmail: Statement<CustomerRow> = {
  name: 'customers_by_email',
  text: `SELECT * FROM customers WHERE email = $1 AND archived_at IS NULL`,
};

/** $1 id, then name, phone, six parts of the address, $10 now. */
export const updateCustomer: Statement<CustomerRow> = {
  name: 'customers_update',
  text: `UPDATE customers SET name = $2, phone = $3, address_line1 = $4, address_line2 = $5, city = $6, state = $7, postal_code = $8, country = $9,
    version = version + 1, updated_at = $10 WHERE id = $1 RETURNING *`,
};

/** $1 address, $2 now: only a verified address of a user with the customer role, and only who has no customer yet. */
export const linkByVerifiedEmail: Statement<{ user_id: string; customer_id: string }> = {
  name: 'customers_link_verified',
  text: `INSERT INTO customer_users (user_id, customer_id, linked_at)
    SELECT u.id, c.id, $2 FROM users u JOIN customers c ON c.email = u.email AND c.archived_at IS NULL
    WHERE u.email = $1 AND u.email_verified_at IS NOT NULL AND u.disabled_at IS NULL
      AND EXISTS (SELECT 1 FROM role_grants g WHERE g.user_id = u.id AND g.role = 'customer')
    ON CONFLICT (user_id) DO NOTHING RETURNING user_id, customer_id`,
};

export function toCustomer(row: CustomerRow): Customer {
  return {
    id: row.id, serial: row.serial, name: row.name, companyName: row.company_name, email: row.email, phone: row.phone,
    address: { line1: row.address_line1, line2: row.address_line2, city: row.city, state: row.state, postalCode: row.postal_code, country: row.country },
    status: row.status === 'inactive' ? 'inactive' : 'active',
    version: row.version, createdAt: row.created_at, updatedAt: row.updated_at, archivedAt: row.archived_at,
  };
}

/** Whether anybody was ever opened as a customer. */
export async function anyCustomer(reader: Reader): Promise<boolean> {
  return (await reader.db.selectFrom('customers').select('id').limit(1).executeTakeFirst()) !== undefined;
}
