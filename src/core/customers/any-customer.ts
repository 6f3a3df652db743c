import type { Reader } from '../tx.js';

/** Whether anybody was ever opened as a customer. */
export async function anyCustomer(reader: Reader): Promise<boolean> {
  return (await reader.db.selectFrom('customers').select('id').limit(1).executeTakeFirst()) !== undefined;
}
