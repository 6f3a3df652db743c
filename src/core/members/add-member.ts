import { parseEmail } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';
import { holdCustomer } from '../customers/index.js';
import type { Customer } from '../customers/index.js';
import { addUser, findUser, hashNewPassword, sendInvitation, verifyEmail } from '../identity/index.js';
import type { Identity, User } from '../identity/index.js';
import type { Actor, Tx } from '../tx.js';
import { insertLink } from './store.js';

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly phone?: string | null;
  /** Without one he chooses it himself, by the link of an invitation. */
  readonly password?: string;
}

/**
 * A new user who acts for this customer and has no role but that. Whoever gives him a password vouches for the address.
 * `customer_not_found`, `email_taken`, `password_weak`, `input_invalid` with the field.
 */
export async function addMember(identity: Identity, customerId: string, wanted: NewMember, actor: Actor): Promise<User> {
  const email = parseEmail(wanted.email);
  const name = storableText(wanted.name).replace(/\p{Cc}+/gu, ' ').trim();
  if (name === '' || name.length > 200) throw new Failure('input_invalid', { field: 'name' });
  const phone = wanted.phone?.trim() || null;
  if (phone !== null && phone.length > 40) throw new Failure('input_invalid', { field: 'phone' });
  const passwordHash = wanted.password === undefined ? null : await hashNewPassword(identity, wanted.password, { email, roles: ['customer'] });
  return identity.world.transact(async (tx) => {
    const customer = await holdCustomer(tx, customerId);
    const user = await addUser(tx, { email, name, phone, passwordHash, roles: ['customer'] }, actor);
    // Linked before the address counts as verified: a customer who happens to have this address is not meant.
    await tx.run(insertLink, [user.id, customerId, tx.now]);
    if (passwordHash === null) await sendInvitation(tx, user, nameOf(customer));
    else await verifyEmail(tx, user.id, actor);
    return (await findUser(tx, user.id)) ?? user;
  });
}

/** Another invitation; the link of the one before is void. `user_not_found` unless he acts for this customer and has never come in. */
export async function inviteAgain(tx: Tx, customerId: string, userId: string): Promise<void> {
  const customer = await holdCustomer(tx, customerId);
  const user = await findUser(tx, userId);
  if (user?.customerId !== customerId || user.emailVerifiedAt !== null || user.disabledAt !== null) throw new Failure('user_not_found');
  await sendInvitation(tx, user, nameOf(customer));
}

function nameOf({ companyName, name }: Customer): string {
  return companyName ?? name;
}
