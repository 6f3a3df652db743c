import type StripeSdk from 'stripe';
import { ProcessorError } from '../../../core/ports/processor.js';
import type { Intent } from '../../../core/ports/processor.js';
import { isUuid } from '../../../kernel/ids.js';
import type { Client } from './client.js';
import { PAYMENT_MARK, readIntent } from './read-intent.js';
import { checkedId } from './wire.js';

const PAGE = 100;
const PAGES = 10;
const DAY_SECONDS = 86_400;

/**
 * The intent marked with our payment's id, or null. Lists come first, they are exact: the customer's own,
 * else those around the time our id was made (it was sent within a day of that). Stripe's search index
 * follows within minutes, so it only answers for what the lists are too long for.
 */
export async function findIntent(client: Client, paymentId: string, customerExternalId: string | null): Promise<Intent | null> {
  if (!isUuid(paymentId)) return null;
  const where = customerExternalId === null ? aroundItsTime(paymentId) : { customer: checkedId(customerExternalId, 'cus') };
  return (await findInList(client, paymentId, where)) ?? (await findInIndex(client, paymentId));
}

/** UUIDv7 begin with Unix milliseconds. A clock that ran ahead of Stripe's leaves no upper bound. */
function aroundItsTime(paymentId: string): { created: { gte: number; lte?: number } } {
  const made = Math.floor(Number.parseInt(paymentId.replaceAll('-', '').slice(0, 12), 16) / 1_000);
  const now = Math.floor(Date.now() / 1_000);
  const from = Math.min(made, now) - DAY_SECONDS;
  return { created: made + 2 * DAY_SECONDS < now ? { gte: from, lte: made + 2 * DAY_SECONDS } : { gte: from } };
}

async function findInList(client: Client, paymentId: string, where: StripeSdk.PaymentIntentListParams): Promise<Intent | null> {
  let after: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const answer = await client.read((stripe, options) =>
      stripe.paymentIntents.list(
        { ...where, limit: PAGE, expand: ['data.latest_charge.balance_transaction'], ...(after === undefined ? {} : { starting_after: after }) },
        options,
      ),
    );
    const intents = answer.data.map((item) => readIntent(item, client.account));
    const found = intents.find((intent) => intent.paymentId === paymentId);
    if (found !== undefined) return found;
    after = intents.at(-1)?.externalId;
    if (!answer.has_more || after === undefined) return null;
  }
  return null;
}

/** Not every account has the search; then the list had the last word. */
async function findInIndex(client: Client, paymentId: string): Promise<Intent | null> {
  try {
    const query = `metadata['${PAYMENT_MARK}']:'${paymentId}'`;
    const answer = await client.read((stripe, options) => stripe.paymentIntents.search({ query, limit: 1 }, options));
    const [first] = answer.data.map((item) => readIntent(item, client.account));
    return first?.paymentId === paymentId ? first : null;
  } catch (error) {
    if (error instanceof ProcessorError && error.outcome === 'refused') return null;
    throw error;
  }
}
