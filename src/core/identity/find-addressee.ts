import { emailOrNull } from '../../kernel/email.js';
import { phoneOrNull } from '../../kernel/phone.js';
import type { Reader } from '../tx.js';
import { selectUserByEmail, selectUsersByPhone, toUser } from './store.js';
import type { User } from './user.js';

/** How somebody who is not signed in names the account. */
export type Address = { readonly email: string } | { readonly phone: string };

/** Whose address this is, or null. A telephone number counts where it was confirmed, and by one user only. */
export async function findAddressee(reader: Reader, address: Address): Promise<User | null> {
  if ('email' in address) {
    const [row] = await reader.run(selectUserByEmail, [emailOrNull(address.email) ?? '']);
    return row ? toUser(row) : null;
  }
  const rows = await reader.run(selectUsersByPhone, [phoneOrNull(address.phone) ?? '']);
  return rows.length === 1 ? toUser(rows[0]!) : null;
}
