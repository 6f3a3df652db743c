import { emailOrNull } from '../../kernel/email.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { Customer } from './customer.js';
import { selectCustomer, selectCustomerByEmail, toCustomer } from './store.js';

/** The customer with this UUID, archived ones included (`archivedAt` tells), or null. */
export async function findCustomer(reader: Reader, id: string): Promise<Customer | null> {
  if (!isUuid(id)) return null;
  const [row] = await reader.run(selectCustomer, [id]);
  return row ? toCustomer(row) : null;
}

/** The customer that is not archived and has this address, or null. */
export async function findCustomerByEmail(reader: Reader, address: string): Promise<Customer | null> {
  const email = emailOrNull(address);
  if (email === null) return null;
  const [row] = await reader.run(selectCustomerByEmail, [email]);
  return row ? toCustomer(row) : null;
}
