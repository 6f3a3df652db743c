import { ProcessorError } from '../../../src/core/ports/processor.js';
import type { Intent, Processor } from '../../../src/core/ports/processor.js';
import { newId } from '../../../src/kernel/ids.js';
import type { Partner } from '../partner.js';

/** What the tests share: the partner, an adapter, and ways to get at a customer or a paid intent. */
export interface Bench {
  partner(): Partner;
  adapter(): Processor;
  customer(): Promise<string>;
  /** A charge of a saved card, with a payment id of its own. */
  charge(customerExternalId: string, methodExternalId: string, amount?: bigint): Parameters<Processor['createIntent']>[0];
  paid(amount?: bigint): Promise<Intent>;
}

export function benchOf(partner: () => Partner, adapter: () => Processor): Bench {
  const customer = async () => {
    const customerId = newId();
    return (await adapter().createCustomer({ customerId, name: 'Ann Example', email: `${customerId}@example.com` })).externalId;
  };
  const charge: Bench['charge'] = (customerExternalId, methodExternalId, amount = 18_500n) => ({
    paymentId: newId(), amount, currency: 'USD', customerExternalId, description: 'Invoice INV-000123', metadata: { invoice_0: newId() }, charge: { methodExternalId },
  });
  return {
    partner,
    adapter,
    customer,
    charge,
    async paid(amount) {
      const payer = await customer();
      return adapter().createIntent(charge(payer, await partner().saveCard(payer, 'good'), amount));
    },
  };
}

/** What a call failed with; a stop when it did not, or with anything else than a ProcessorError. */
export async function failureOf(work: Promise<unknown>): Promise<ProcessorError> {
  const outcome = await work.then(() => 'no failure at all', (reason: unknown) => reason);
  if (!(outcome instanceof ProcessorError)) throw new Error(`expected a ProcessorError: ${String(outcome)}`, { cause: outcome });
  return outcome;
}
