import { parseEmail } from '../../kernel/email.js';
import { Failure } from '../../kernel/failure.js';
import { newHexId, newId } from '../../kernel/ids.js';
import { present } from '../../kernel/assert.js';
import { storableJson } from '../../kernel/json.js';
import type { Role } from '../../kernel/roles.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { findUser } from './find-user.js';
import { grantRole } from './grant-role.js';
import type { Identity } from './identity.js';
import { checkPassword } from './password-policy.js';
import { insertUser } from './store.js';
import type { User } from './user.js';
import { verifyEmail } from './verify-email.js';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly phone?: string | null;
  /** Without one the user can only come in by a mailed code. */
  readonly password?: string;
  readonly roles?: readonly Role[];
  /** Whoever makes the user vouches for the address. */
  readonly emailVerified?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Makes a user with roles (customer unless said). `email_taken`, `password_weak`, `input_invalid`. */
export async function createUser(identity: Identity, wanted: NewUser, actor: Actor): Promise<User> {
  const email = parseEmail(wanted.email);
  const roles = wanted.roles ?? ['customer'];
  if (wanted.password !== undefined) checkPassword(wanted.password, { email, roles });
  const passwordHash = wanted.password === undefined ? null : await identity.hashing.hash(wanted.password);
  return identity.world.transact((tx) => addUser(tx, { ...wanted, email, roles, passwordHash }, actor));
}

/** The same inside a transaction, for a password hashed before it. */
export async function addUser(tx: Tx, user: Omit<NewUser, 'password'> & { passwordHash: string | null }, actor: Actor): Promise<User> {
  const id = newId(tx.now.getTime());
  const email = parseEmail(user.email);
  const values = [id, newHexId(), email, null, user.passwordHash, user.name.slice(0, 200), user.phone ?? null, storableJson(user.metadata ?? {}), tx.now];
  const [added] = await tx.run(insertUser, values);
  if (!added) throw new Failure('email_taken');
  record(tx, { actor, action: 'user.created', resourceType: 'user', resourceId: id });
  for (const role of user.roles ?? ['customer']) await grantRole(tx, id, role, actor);
  if (user.emailVerified) await verifyEmail(tx, id, actor);
  return present(await findUser(tx, id), 'the user was just added');
}
