import { Failure } from '../../kernel/failure.js';
import type { Processor } from '../ports/processor.js';
import type { World } from '../tx.js';
import { findCustomerToIntroduce, findProcessorCustomer, insertProcessorCustomer } from './processor-customers-store.js';

/**
 * What a processor calls our customer; introduces him first where needed. Made at the first payment action, and
 * under our id as key, so that twenty at once still make one; should two be made, all use the one in our row.
 */
export async function ensureProcessorCustomer(world: World, customerId: string, processor: Processor): Promise<string> {
  const known = await findProcessorCustomer(world.read, customerId, processor);
  if (known) return known;
  const customer = await findCustomerToIntroduce(world.read, customerId);
  if (!customer) throw new Failure('customer_not_found');
  const { externalId } = await processor.createCustomer({ customerId, ...customer });
  return world.transact((tx) => insertProcessorCustomer(tx, customerId, processor, externalId));
}
