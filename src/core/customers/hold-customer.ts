import { Failure } from '../../kernel/failure.js';
import type { Tx } from '../tx.js';
import type { Customer } from './customer.js';
import { shareCustomer, toCustomer } from './store.js';

/** The customer, which nobody puts away until this transaction ends. Others may hold it too. `customer_not_found`, for archived ones too. */
export async function holdCustomer(tx: Tx, customerId: string): Promise<Customer> {
  const [row] = await tx.run(shareCustomer, [customerId]);
  if (!row || row.archived_at) throw new Failure('customer_not_found');
  return toCustomer(row);
}
