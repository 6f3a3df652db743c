import { findUsers } from '../identity/index.js';
import type { User } from '../identity/index.js';
import type { Reader } from '../tx.js';
import { selectMembers } from './store.js';

/** Who acts for this customer, in the order in which they came. Whether the caller may know is decided before. */
export async function listMembers(reader: Reader, customerId: string): Promise<User[]> {
  return findUsers(reader, (await reader.run(selectMembers, [customerId])).map((row) => row.user_id));
}
