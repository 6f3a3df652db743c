import { Failure } from '../../kernel/failure.js';
import type { Tx } from '../tx.js';
import type { Customer } from './customer.js';
import { changedFacts } from './facts.js';
import type { Facts } from './facts.js';
import { lockNames, selectNameHolder, toCustomer } from './store.js';

interface Whose {
  /** May have them already. */
  readonly own?: string;
  /** One that is the same in every fact, and as it was opened, is given back instead of refused. */
  readonly twin?: boolean;
}

/**
 * What only one customer may have: nobody else takes it until this transaction ends. The unique keys stand behind
 * this; asked first, they need not break the transaction. `customer_exists`, `firebase_app_taken`.
 */
export async function holdNames(tx: Tx, facts: Facts, { own, twin = false }: Whose = {}): Promise<Customer | null> {
  const { email, firebaseAppId } = facts;
  await tx.run(lockNames, [[`email:${email}`, ...(firebaseAppId === null ? [] : [`firebase:${firebaseAppId}`])].sort()]);
  const [row] = await tx.run(selectNameHolder, [email, firebaseAppId, own ?? null]);
  if (!row) return null;
  const holder = toCustomer(row);
  if (twin && holder.version === 1 && changedFacts(holder, facts).length === 0) return holder;
  throw new Failure(holder.email === email ? 'customer_exists' : 'firebase_app_taken');
}
