import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { storableJson, storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { findUser } from './find-user.js';
import { voidCodes } from './codes-store.js';
import { updateProfile } from './store.js';
import type { User } from './user.js';

/** What users may change of themselves: nothing that decides anything. Absent members stay as they are. */
export interface ProfileChange {
  readonly name?: string;
  readonly phone?: string | null;
  /** Merged member by member; null removes one. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

const LARGEST_JSON = 8_192;

/** `input_invalid` for a name that is empty or over 200 characters, a phone over 40, or more than 8 KB of JSON. */
export async function changeProfile(tx: Tx, userId: string, change: ProfileChange, actor: Actor): Promise<User> {
  const user = await findUser(tx, userId);
  if (!user) throw new Failure('user_not_found');
  const name = change.name === undefined ? null : storableText(change.name).trim();
  if (name !== null && (name.length === 0 || name.length > 200)) throw new Failure('input_invalid', { field: 'name' });
  if ((change.phone?.length ?? 0) > 40) throw new Failure('input_invalid', { field: 'phone' });
  const phone = change.phone === undefined || change.phone === null ? null : storableText(change.phone);
  const values = [userId, name, change.phone !== undefined, phone, merged(user.metadata, change.metadata), merged(user.settings, change.settings), tx.now];
  await tx.run(updateProfile, values);
  // A code on its way to the old number would confirm the new one.
  if (change.phone !== undefined && phone !== user.phone) await tx.run(voidCodes, [userId, 'confirm_phone', tx.now, userId]);
  record(tx, { actor, action: 'user.profile_changed', resourceType: 'user', resourceId: userId, details: { changed: Object.keys(change) } });
  return present(await findUser(tx, userId), 'the user is there');
}

function merged(before: Readonly<Record<string, unknown>>, change: Readonly<Record<string, unknown>> | undefined): string | null {
  if (change === undefined) return null;
  const members = new Map([...Object.entries(before), ...Object.entries(change)]);
  const json = storableJson(Object.fromEntries([...members].filter(([, value]) => value !== null)));
  if (json.length > LARGEST_JSON) throw new Failure('input_invalid', { field: 'metadata' });
  return json;
}
