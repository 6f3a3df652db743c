import { parseEmail } from '../../kernel/email.js';
import { idOf } from '../../kernel/ids.js';
import { storableJson, storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import { queueMail } from '../notifications/index.js';
import type { Actor, Tx } from '../tx.js';
import { addUser } from './create-user.js';
import { findUserByEmail } from './find-user.js';
import type { Identity } from './identity.js';
import { evenly } from './evenly.js';
import { checkPassword } from './password-policy.js';
import { sendCode } from './send-code.js';
import { replaceRegistration } from './store.js';
import type { Caller, User } from './user.js';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly phone?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What the caller is told: the same whether or not the address had an account. No session comes with it. */
export interface PendingRegistration {
  /** Of the registration, not of the user: the same for an address each time, whoever has it. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/**
 * Registers a customer, who must verify the address before signing in. An address that has an account gets a mail
 * instead, at most one a day. Repeated before verification, the latest attempt counts and earlier mails are void.
 * `input_invalid`, `password_weak`.
 */
export async function register(identity: Identity, wanted: Registration, caller: Caller = {}): Promise<PendingRegistration> {
  const email = parseEmail(wanted.email);
  checkPassword(wanted.password, { email, roles: ['customer'] });
  const passwordHash = await identity.hashing.hash(wanted.password);
  const person = { email, name: storableText(wanted.name).slice(0, 200), phone: wanted.phone ?? null, metadata: wanted.metadata ?? {} };
  const actor: Actor = { userId: null, ip: caller.ip ?? null, requestId: caller.requestId ?? null };
  return evenly(() => identity.world.transact(async (tx) => {
    const existing = await findUserByEmail(tx, email);
    if (existing) await registerAgain(tx, existing, { ...person, passwordHash }, actor);
    else await registerFirst(tx, { ...person, passwordHash }, actor);
    return { ...person, id: idOf('registration', identity.keys.mac('registration', email)), createdAt: tx.now };
  }));
}

type Person = Omit<PendingRegistration, 'id' | 'createdAt'> & { readonly passwordHash: string };

async function registerFirst(tx: Tx, person: Person, actor: Actor): Promise<void> {
  const user = await addUser(tx, { ...person, roles: ['customer'] }, actor);
  await sendCode(tx, user, 'verify_email');
}

async function registerAgain(tx: Tx, existing: User, person: Person, actor: Actor): Promise<void> {
  const values = [existing.id, person.passwordHash, person.name, person.phone, storableJson(person.metadata), tx.now];
  const [replaced] = await tx.run(replaceRegistration, values);
  record(tx, { actor, action: 'user.registered_again', resourceType: 'user', resourceId: existing.id, outcome: replaced ? 'success' : 'failure' });
  if (replaced) return sendCode(tx, { ...existing, name: person.name }, 'verify_email');
  const day = tx.now.toISOString().slice(0, 10);
  queueMail(tx, 'taken_address', { occasion: `registration:${day}`, subjectId: existing.id, recipient: existing.email, data: { name: existing.name } });
}
