import { Failure } from '../../kernel/failure.js';
import { ProcessorError } from '../ports/processor.js';
import type { Processor, SavedMethod } from '../ports/processor.js';
import type { World } from '../tx.js';
import { ensureProcessorCustomer } from './ensure-processor-customer.js';
import { findProcessorCustomer } from './processor-customers-store.js';

/** Whose cards are meant: our customer, and (where a document sends it) what he says the processor calls him. */
export interface MethodOwner {
  readonly customerId: string;
  /** A claim to check: anybody else's is `customer_not_found`. */
  readonly claimedExternalId?: string;
}

/** Begins saving a card without paying. `requestKey` names the wish, so that a repetition gives the same setup. */
export async function createSetup(world: World, owner: MethodOwner, requestKey: string): Promise<{ externalId: string; clientSecret: string }> {
  const processor = world.processor('stripe');
  const customerExternalId = await ownExternalId(world, owner, processor);
  return reach(() => processor.createSetup({ customerExternalId, requestKey }));
}

/** The cards a customer has saved. */
export async function listMethods(world: World, owner: MethodOwner): Promise<SavedMethod[]> {
  const processor = world.processor('stripe');
  const customerExternalId = await ownExternalId(world, owner, processor);
  return reach(() => processor.listMethods(customerExternalId));
}

/** Forgets a card. `payment_method_not_found` unless it is saved for this very customer. */
export async function detachMethod(world: World, owner: MethodOwner, methodExternalId: string): Promise<void> {
  await requireOwnMethod(world, owner, methodExternalId);
  await change(world, owner, methodExternalId, (processor) => processor.detachMethod(methodExternalId));
}

/** Makes a card the one that is charged by default. */
export async function setDefaultMethod(world: World, owner: MethodOwner, methodExternalId: string): Promise<void> {
  const customerExternalId = await requireOwnMethod(world, owner, methodExternalId);
  await change(world, owner, methodExternalId, (processor) => processor.setDefaultMethod(customerExternalId, methodExternalId));
}

/**
 * Checks at the processor that a card belongs to the customer, and gives back what it calls him.
 * A foreign card is `payment_method_not_found`, like one that does not exist.
 */
export async function requireOwnMethod(world: World, owner: MethodOwner, methodExternalId: string): Promise<string> {
  const processor = world.processor('stripe');
  const customerExternalId = await ownExternalId(world, owner, processor);
  const method = await reach(() => processor.retrieveMethod(methodExternalId));
  if (method?.customerExternalId !== customerExternalId) throw new Failure('payment_method_not_found');
  return customerExternalId;
}

async function ownExternalId(world: World, owner: MethodOwner, processor: Processor): Promise<string> {
  if (owner.claimedExternalId === undefined) return reach(() => ensureProcessorCustomer(world, owner.customerId, processor));
  const own = await findProcessorCustomer(world.read, owner.customerId, processor);
  if (own !== owner.claimedExternalId) throw new Failure('customer_not_found');
  return own;
}

/** Refused because the card was removed since we looked, it is one that is not there. */
function change(world: World, owner: MethodOwner, methodExternalId: string, work: (processor: Processor) => Promise<void>): Promise<void> {
  return reach(async () => {
    try {
      await work(world.processor('stripe'));
    } catch (error) {
      if (error instanceof ProcessorError && error.outcome === 'refused') await requireOwnMethod(world, owner, methodExternalId);
      throw error;
    }
  });
}

async function reach<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ProcessorError)) throw error;
    throw new Failure(error.outcome === 'refused' ? 'processor_refused' : 'processor_unavailable', { code: error.code }, { cause: error });
  }
}
