import { Failure } from '../../kernel/failure.js';
import type { Tx } from '../tx.js';
import type { Facts } from './facts.js';
import { lockNames, selectNameHolders } from './store.js';

/** What a customer is to be called by, as far as it is new. */
interface Names extends Pick<Facts, 'firebaseAppId'> {
  readonly email: Facts['email'] | null;
  /** Whose they may be already. */
  readonly own?: string;
  /** The address may be another's billing address, unless somebody signs in with it there: one office pays for several companies. */
  readonly mayShare?: boolean;
}

/** Nobody else takes these names until this transaction ends. `customer_exists`, `firebase_app_taken`. */
export async function holdNames(tx: Tx, { email, firebaseAppId, own, mayShare = false }: Names): Promise<void> {
  const names = [...(email === null ? [] : [`email:${email}`]), ...(firebaseAppId === null ? [] : [`firebase:${firebaseAppId}`])];
  await tx.run(lockNames, [names.sort()]);
  const [holder] = await tx.run(selectNameHolders, [email, firebaseAppId, own ?? null, mayShare]);
  if (holder) throw new Failure(holder.by_email ? 'customer_exists' : 'firebase_app_taken');
}
