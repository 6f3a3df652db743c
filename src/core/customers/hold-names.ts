import { Failure } from '../../kernel/failure.js';
import type { Tx } from '../tx.js';
import type { Customer } from './customer.js';
import { changedFacts } from './facts.js';
import type { Facts } from './facts.js';
import { isInBusiness, lockNames, selectByEmail, selectByFirebaseApp, toCustomer } from './store.js';

type Names = Pick<Facts, 'email' | 'firebaseAppId'>;

/**
 * What only one company may have: nobody else takes it until this transaction ends. The unique keys stand behind
 * this; asked first, they need not break the transaction. `own` may have them. `customer_exists`, `firebase_app_taken`.
 */
export async function holdNames(tx: Tx, names: Names, own: string): Promise<void> {
  await lock(tx, names);
  const holders = await tx.run(selectByEmail, [names.email]);
  if (holders.some((holder) => holder.id !== own)) throw new Failure('customer_exists');
  await refuseForeignApp(tx, names, own);
}

/**
 * The same for a new customer: what it is to be, or the one that is there already. The very same customer asked for
 * again is the one that is there; once that has bills, offers, visits or users, it is another account of this company.
 */
export async function holdNewNames(tx: Tx, facts: Facts): Promise<{ twin: Customer } | { account: number }> {
  await lock(tx, facts);
  const holders = await tx.run(selectByEmail, [facts.email]);
  const latest = holders.at(-1);
  if (latest) {
    const twin = holders.findLast((holder) => changedFacts(toCustomer(holder), facts).length === 0);
    if (!twin) throw new Failure('customer_exists');
    const [business] = await tx.run(isInBusiness, [twin.id]);
    if (twin.version === 1 && !business!.found) return { twin: toCustomer(twin) };
  }
  await refuseForeignApp(tx, facts, null);
  return { account: (latest?.account ?? 0) + 1 };
}

/** Of those, the app alone: accounts of one company share their address. */
export async function holdApp(tx: Tx, names: Names, own: string): Promise<void> {
  await lock(tx, names);
  await refuseForeignApp(tx, names, own);
}

async function lock(tx: Tx, { email, firebaseAppId }: Names): Promise<void> {
  await tx.run(lockNames, [[`email:${email}`, ...(firebaseAppId === null ? [] : [`firebase:${firebaseAppId}`])].sort()]);
}

async function refuseForeignApp(tx: Tx, { firebaseAppId }: Names, own: string | null): Promise<void> {
  const [holder] = firebaseAppId === null ? [] : await tx.run(selectByFirebaseApp, [firebaseAppId]);
  if (holder && holder.id !== own) throw new Failure('firebase_app_taken');
}
