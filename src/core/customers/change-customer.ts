import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Customer } from './customer.js';
import { changedFacts, factsAfter } from './facts.js';
import type { CustomerFacts } from './facts.js';
import { holdApp, holdNames } from './hold-names.js';
import { lockCustomer, toCustomer, updateCustomer, valuesOf } from './store.js';

/**
 * Changes what is known of a customer; who may change which fact is decided before.
 * `customer_not_found`, `customer_exists`, `firebase_app_taken`, `input_invalid` with the field.
 */
export async function changeCustomer(tx: Tx, customerId: string, change: CustomerFacts, actor: Actor): Promise<Customer> {
  const [row] = await tx.run(lockCustomer, [customerId]);
  if (!row || row.archived_at) throw new Failure('customer_not_found');
  const before = toCustomer(row);
  const after = factsAfter(before, change);
  const changed = changedFacts(before, after);
  if (changed.length === 0) return before;
  if (after.email !== before.email) await holdNames(tx, after, customerId);
  else if (after.firebaseAppId !== before.firebaseAppId) await holdApp(tx, after, customerId);
  const [written] = await tx.run(updateCustomer, [customerId, ...valuesOf(after), tx.now]);
  record(tx, { actor, action: 'customer.changed', resourceType: 'customer', resourceId: customerId, details: { changed } });
  touch(tx, customerId);
  return toCustomer(present(written, 'the customer is there'));
}
