import { parseEmail } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import { openBilling } from '../billing/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Address, Customer } from './customer.js';
import { linkVerifiedUser } from './link-user.js';
import { insertCustomer, toCustomer } from './store.js';

export interface NewCustomer {
  readonly name: string;
  readonly email: string;
  readonly companyName?: string | null;
  readonly phone?: string | null;
  readonly address?: Partial<Address>;
}

/** Opens a customer; a user whose verified address it is acts for it from now on. `customer_exists`, `input_invalid`. */
export async function createCustomer(tx: Tx, wanted: NewCustomer, actor: Actor): Promise<Customer> {
  const name = storableText(wanted.name).trim();
  if (name.length === 0 || name.length > 200) throw new Failure('input_invalid', { field: 'name' });
  const { line1, line2, city, state, postalCode, country } = wanted.address ?? {};
  const address = [line1, line2, city, state, postalCode, country].map((part) => part ?? null);
  const values = [newId(tx.now.getTime()), name, wanted.companyName ?? null, parseEmail(wanted.email), wanted.phone ?? null, ...address, tx.now];
  const [row] = await tx.run(insertCustomer, values);
  if (!row) throw new Failure('customer_exists');
  await openBilling(tx, row.id);
  record(tx, { actor, action: 'customer.created', resourceType: 'customer', resourceId: row.id });
  await linkVerifiedUser(tx, row.email, actor);
  return toCustomer(row);
}
