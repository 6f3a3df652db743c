import { parseEmail } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
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
}

/**
 * A new user who acts for this customer and has no role but that. Without a password he is invited; whoever gives him
 * one vouches for the address. `customer_not_found`, `email_taken`, `password_weak`, `input_invalid` with the field.
 */
export async function addMember(identity: Identity, customerId: string, wanted: NewMember & { readonly password?: string }, actor: Actor): Promise<User> {
  if (wanted.password === undefined) return identity.world.transact((tx) => inviteMember(tx, customerId, wanted, actor));
  const passwordHash = await hashNewPassword(identity, wanted.password, { email: parseEmail(wanted.email), roles: ['customer'] });
  return identity.world.transact(async (tx) => {
    const { user } = await join(tx, customerId, wanted, passwordHash, actor);
    await verifyEmail(tx, user.id, actor);
    return (await findUser(tx, user.id)) ?? user;
  });
}

/** A new user who chooses his password himself, by the link of the mail he gets. Errors as above. */
export async function inviteMember(tx: Tx, customerId: string, wanted: NewMember, actor: Actor): Promise<User> {
  const { user, customer } = await join(tx, customerId, wanted, null, actor);
  await sendInvitation(tx, user, nameOf(customer));
  return (await findUser(tx, user.id)) ?? user;
}

/** Another invitation; the link of the one before is void. `user_not_found` unless he acts for this customer and has never come in. */
export async function inviteAgain(tx: Tx, customerId: string, userId: string, actor: Actor): Promise<User> {
  const customer = await holdCustomer(tx, customerId);
  const user = await findUser(tx, userId);
  if (user?.customerId !== customerId || user.emailVerifiedAt !== null || user.disabledAt !== null) throw new Failure('user_not_found');
  await sendInvitation(tx, user, nameOf(customer));
  record(tx, { actor, action: 'customer.user_invited', resourceType: 'customer', resourceId: customerId, details: { userId } });
  return user;
}

async function join(tx: Tx, customerId: string, wanted: NewMember, passwordHash: string | null, actor: Actor): Promise<{ user: User; customer: Customer }> {
  const name = storableText(wanted.name).replace(/\p{Cc}+/gu, ' ').trim();
  if (name === '' || name.length > 200) throw new Failure('input_invalid', { field: 'name' });
  const phone = wanted.phone?.trim() || null;
  if (phone !== null && phone.length > 40) throw new Failure('input_invalid', { field: 'phone' });
  const customer = await holdCustomer(tx, customerId);
  const user = await addUser(tx, { email: wanted.email, name, phone, passwordHash, roles: ['customer'] }, actor);
  // Linked before the address counts as verified: a customer who happens to have this address is not meant.
  await tx.run(insertLink, [user.id, customerId, tx.now]);
  record(tx, { actor, action: passwordHash === null ? 'customer.user_invited' : 'customer.user_linked', resourceType: 'customer', resourceId: customerId, details: { userId: user.id } });
  return { user, customer };
}

function nameOf({ companyName, name }: Customer): string {
  return companyName ?? name;
}
