import { Failure } from '../../kernel/failure.js';
import type { Tx } from '../tx.js';
import type { Facts } from './facts.js';
import { lockNames, selectNameHolders } from './store.js';

/**
 * What only one customer may have: nobody else takes it until this transaction ends. The unique keys stand behind
 * this; asked first, they need not break the transaction. `customer_exists`, `firebase_app_taken`.
 */
export async function holdNames(tx: Tx, { email, firebaseAppId }: Pick<Facts, 'email' | 'firebaseAppId'>, own: string | null = null): Promise<void> {
  await tx.run(lockNames, [[`email:${email}`, ...(firebaseAppId === null ? [] : [`firebase:${firebaseAppId}`])].sort()]);
  const [holder] = await tx.run(selectNameHolders, [email, firebaseAppId, own]);
  if (holder) throw new Failure(holder.by_email ? 'customer_exists' : 'firebase_app_taken');
}
