import { ProcessorError } from '../../../core/ports/processor.js';
import { idOf } from '../../../kernel/ids.js';
import type { Client } from './client.js';
import { checkedId, idIn, malformed, textIn, wireOf } from './wire.js';

interface NewCustomer {
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
}

/**
 * One Stripe customer per customer of ours. Who was renamed since a call whose answer was lost is created
 * anew: no money hangs on it.
 */
export async function createCustomer(client: Client, input: NewCustomer): Promise<{ externalId: string }> {
  const create = (key: string) =>
    client.write(key, (stripe, options) =>
      stripe.customers.create({ name: input.name, email: input.email, metadata: { paydesk_customer: input.customerId } }, options),
    );
  try {
    return { externalId: idIn(wireOf(await create(`customer:${input.customerId}`), 'customer')) };
  } catch (error) {
    if (!(error instanceof ProcessorError) || error.code !== 'idempotency_error') throw error;
    return { externalId: idIn(wireOf(await create(idOf('customer', input.customerId, input.name, input.email)), 'customer')) };
  }
}

/** Prepares saving a card of the customer for charges without him; the browser confirms it. */
export async function createSetup(
  client: Client,
  input: { customerExternalId: string; requestKey: string },
): Promise<{ externalId: string; clientSecret: string }> {
  const customer = checkedId(input.customerExternalId, 'cus');
  const answer = await client.write(idOf('setup', customer, input.requestKey), (stripe, options) =>
    stripe.setupIntents.create(
      { customer, usage: 'off_session', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } },
      options,
    ),
  );
  const setup = wireOf(answer, 'setup_intent');
  const clientSecret = textIn(setup['client_secret']);
  if (clientSecret === null) throw malformed('setup_intent');
  return { externalId: idIn(setup), clientSecret };
}
