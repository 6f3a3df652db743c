import { Failure } from '../../kernel/failure.js';
import type { Processor } from '../ports/processor.js';
import type { Reader, World } from '../tx.js';

/** What a processor calls our customer, or null while it has never heard of him. */
export async function findProcessorCustomer(reader: Reader, customerId: string, processor: Pick<Processor, 'name' | 'account'>): Promise<string | null> {
  const row = await reader.db.selectFrom('processor_customers').select('external_id')
    .where('customer_id', '=', customerId).where('processor', '=', processor.name).where('account', '=', processor.account).executeTakeFirst();
  return row?.external_id ?? null;
}

/**
 * What a processor calls our customer; introduces him first where needed. Made at the first payment action, and
 * under our id as key, so that twenty at once still make one.
 */
export async function ensureProcessorCustomer(world: World, customerId: string, processor: Processor): Promise<string> {
  const known = await findProcessorCustomer(world.read, customerId, processor);
  if (known) return known;
  const customer = await world.read.db.selectFrom('customers').select(['name', 'email']).where('id', '=', customerId).executeTakeFirst();
  if (!customer) throw new Failure('customer_not_found');
  const { externalId } = await processor.createCustomer({ customerId, name: customer.name, email: customer.email });
  await world.transact((tx) => tx.db.insertInto('processor_customers')
    .values({ customer_id: customerId, processor: processor.name, account: processor.account, external_id: externalId, created_at: tx.now })
    .onConflict((oc) => oc.doNothing()).execute());
  return externalId;
}
