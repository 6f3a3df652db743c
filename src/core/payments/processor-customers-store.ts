import type { Processor } from '../ports/processor.js';
import type { Reader, Tx } from '../tx.js';

type Account = Pick<Processor, 'name' | 'account'>;

/** What a processor calls our customer, or null while it has never heard of him. */
export async function findProcessorCustomer(reader: Reader, customerId: string, processor: Account): Promise<string | null> {
  const row = await reader.db.selectFrom('processor_customers').select('external_id')
    .where('customer_id', '=', customerId).where('processor', '=', processor.name).where('account', '=', processor.account).executeTakeFirst();
  return row?.external_id ?? null;
}

/** The same for many customers, by customer; who was never introduced is not in it. */
export async function findProcessorCustomers(reader: Reader, customerIds: readonly string[], processor: Account): Promise<Map<string, string>> {
  if (customerIds.length === 0) return new Map();
  const rows = await reader.db.selectFrom('processor_customers').select(['customer_id', 'external_id'])
    .where('customer_id', 'in', [...customerIds]).where('processor', '=', processor.name).where('account', '=', processor.account).execute();
  return new Map(rows.map((row) => [row.customer_id, row.external_id]));
}

export async function findCustomerToIntroduce(reader: Reader, customerId: string): Promise<{ name: string; email: string } | undefined> {
  return reader.db.selectFrom('customers').select(['name', 'email']).where('id', '=', customerId).executeTakeFirst();
}

/** Keeps what the processor calls him, and gives back what is kept: the first to write it wins. */
export async function insertProcessorCustomer(tx: Tx, customerId: string, processor: Account, externalId: string): Promise<string> {
  await tx.db.insertInto('processor_customers')
    .values({ customer_id: customerId, processor: processor.name, account: processor.account, external_id: externalId, created_at: tx.now })
    .onConflict((oc) => oc.doNothing()).execute();
  return (await findProcessorCustomer(tx, customerId, processor)) ?? externalId;
}
