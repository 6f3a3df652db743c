import { ProcessorError } from '../../../core/ports/processor.js';
import { idOf } from '../../../kernel/ids.js';
import type { Client } from './client.js';
import { checkedId, idIn, isWire, malformed, textIn, wireOf } from './wire.js';

interface NewCustomer {
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
}

const CUSTOMER_MARK = 'paydesk_customer';
const MINUTE_MS = 60_000;

/**
 * One Stripe customer per customer of ours, where it can be had. Stripe keeps an answer under its key for a day, a 500
 * too, so after one we look, and create anew under a key of this minute. The same for who was renamed since a call whose
 * answer was lost. A second customer there does no harm: no money hangs on it.
 */
export async function createCustomer(client: Client, input: NewCustomer): Promise<{ externalId: string }> {
  const create = async (key: string) => {
    const answer = await client.write(key, (stripe, options) =>
      stripe.customers.create({ name: input.name, email: input.email, metadata: { [CUSTOMER_MARK]: input.customerId } }, options),
    );
    return { externalId: idIn(wireOf(answer, 'customer')) };
  };
  try {
    return await create(`customer:${input.customerId}`);
  } catch (error) {
    const renamed = error instanceof ProcessorError && error.code === 'idempotency_error';
    if (!renamed && !isKept(error)) throw error;
    const found = renamed ? null : await findCustomer(client, input);
    const minute = String(Math.floor(Date.now() / MINUTE_MS));
    return found ?? create(idOf('customer', input.customerId, input.name, input.email, minute));
  }
}

/** An answer that Stripe may repeat for a day, unlike silence and a cut connection. */
function isKept(error: unknown): boolean {
  if (!(error instanceof ProcessorError) || error.outcome !== 'unknown') return false;
  const status = isWire(error.cause) ? error.cause['statusCode'] : null;
  return typeof status === 'number' && status >= 500;
}

/** The list by address is exact at once, the search index is not. */
async function findCustomer(client: Client, { customerId, email }: NewCustomer): Promise<{ externalId: string } | null> {
  const answer = await client.read((stripe, options) => stripe.customers.list({ email, limit: 100 }, options));
  const own = answer.data.find((one) => isWire(one.metadata) && one.metadata[CUSTOMER_MARK] === customerId);
  return own === undefined ? null : { externalId: idIn(wireOf(own, 'customer')) };
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
