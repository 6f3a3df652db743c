import { present } from '../../kernel/assert.js';
import { newId } from '../../kernel/ids.js';
import { record } from '../audit/index.js';
import { openBilling } from '../billing/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Customer } from './customer.js';
import { factsAfter, NOTHING_KNOWN } from './facts.js';
import type { CustomerFacts } from './facts.js';
import { holdNewNames } from './hold-names.js';
import { linkVerifiedUser } from './link-user.js';
import { insertCustomer, toCustomer, valuesOf } from './store.js';

export interface NewCustomer extends CustomerFacts {
  readonly name: string;
  readonly email: string;
}

/**
 * Opens a customer with billing settings; a user whose verified address it is acts for it from now on. Whoever asks
 * for the very same one again (a button pressed twice) gets the one that is there; once anything hangs on that, another
 * account of this company. `customer_exists` when the address is another company's, `firebase_app_taken`, `input_invalid`.
 */
export async function createCustomer(tx: Tx, wanted: NewCustomer, actor: Actor): Promise<Customer> {
  const facts = factsAfter(NOTHING_KNOWN, { ...wanted, name: wanted.name, email: wanted.email });
  const id = newId(tx.now.getTime());
  const held = await holdNewNames(tx, facts);
  if ('twin' in held) return held.twin;
  const [row] = await tx.run(insertCustomer, [id, ...valuesOf(facts), tx.now, held.account]);
  const made = toCustomer(present(row, 'names are held'));
  await openBilling(tx, id);
  record(tx, { actor, action: 'customer.created', resourceType: 'customer', resourceId: id });
  await linkVerifiedUser(tx, made.email, actor);
  return made;
}
