import { emailOrNull } from '../../kernel/email.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import { selectUserByEmail, selectUserById, selectUsersById, toUser } from './store.js';
import type { User } from './user.js';

/** The user with this UUID, or null. */
export async function findUser(reader: Reader, id: string): Promise<User | null> {
  if (!isUuid(id)) return null;
  const [row] = await reader.run(selectUserById, [id]);
  return row ? toUser(row) : null;
}

/** The user with this address, or null. */
export async function findUserByEmail(reader: Reader, address: string): Promise<User | null> {
  const email = emailOrNull(address);
  if (email === null) return null;
  const [row] = await reader.run(selectUserByEmail, [email]);
  return row ? toUser(row) : null;
}

/** The users with these UUIDs, in the order asked for; unknown ones are left out. */
export async function findUsers(reader: Reader, ids: readonly string[]): Promise<User[]> {
  return ids.length === 0 ? [] : (await reader.run(selectUsersById, [ids])).map(toUser);
}
