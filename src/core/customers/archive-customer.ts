import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { moneyInTheWay } from '../figures/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Customer } from './customer.js';
import { holdNames } from './hold-names.js';
import { lockCustomer, setArchived, toCustomer } from './store.js';

/**
 * Puts a customer away: gone from every list but the archive, its users shut out, its address free. The books keep it.
 * `customer_not_found`; `customer_has_open_money` with what is in the way: open invoices, credit, disputes, payments under way.
 */
export async function archiveCustomer(tx: Tx, customerId: string, actor: Actor): Promise<Customer> {
  // Whoever makes somebody owe anything holds this row too (issueInvoice), so nothing becomes open meanwhile.
  const [row] = await tx.run(lockCustomer, [customerId]);
  if (!row || row.archived_at) throw new Failure('customer_not_found');
  const reasons = await moneyInTheWay(tx, customerId);
  if (reasons.length > 0) throw new Failure('customer_has_open_money', { reasons });
  tx.announce({ type: 'customer.archived', customerId, actor });
  return move(tx, customerId, true, actor);
}

/** Brings it back, with the users that were shut out with it. `customer_not_found`; `customer_exists` when its address is another's now. */
export async function restoreCustomer(tx: Tx, customerId: string, actor: Actor): Promise<Customer> {
  const [row] = await tx.run(lockCustomer, [customerId]);
  if (!row?.archived_at) throw new Failure('customer_not_found');
  await holdNames(tx, toCustomer(row), customerId);
  tx.announce({ type: 'customer.restored', customerId, archivedAt: row.archived_at, actor });
  return move(tx, customerId, false, actor);
}

async function move(tx: Tx, customerId: string, archived: boolean, actor: Actor): Promise<Customer> {
  const [row] = await tx.run(setArchived, [customerId, archived ? tx.now : null, tx.now]);
  record(tx, { actor, action: archived ? 'customer.archived' : 'customer.restored', resourceType: 'customer', resourceId: customerId });
  touch(tx, customerId);
  return toCustomer(present(row, 'the customer is locked'));
}
