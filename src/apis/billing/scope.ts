import { findCustomer } from '../../core/customers/index.js';
import type { Customer } from '../../core/customers/index.js';
import type { Principal } from '../../core/identity/index.js';
import type { Reader } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import { isAdmin } from '../../kernel/roles.js';

/** May this caller see what belongs to the customer? Admins all of it, customers their own. */
export function mayAct(who: Principal, customerId: string | null): boolean {
  return isAdmin(who.roles) || (who.customerId !== null && who.customerId === customerId);
}

/**
 * The customer in the address, for admins and for whoever acts for him. Foreign, archived, malformed and unknown
 * ones are all `customer_not_found`.
 */
export async function customerInScope(reader: Reader, who: Principal, customerId: string): Promise<Customer> {
  const customer = mayAct(who, customerId.toLowerCase()) ? await findCustomer(reader, customerId) : null;
  if (customer === null || customer.archivedAt !== null) throw new Failure('customer_not_found');
  return customer;
}
