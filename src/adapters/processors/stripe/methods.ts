import { ProcessorError } from '../../../core/ports/processor.js';
import type { SavedMethod } from '../../../core/ports/processor.js';
import type { Client } from './client.js';
import { cardOf } from './read-intent.js';
import { checkedId, idIn, isWire, referenceIn, wireOf } from './wire.js';

const PAGE = 100;
const PAGES = 5;

/** The customer's saved cards, newest first; at most 500. */
export async function listMethods(client: Client, customerExternalId: string): Promise<SavedMethod[]> {
  const customer = checkedId(customerExternalId, 'cus');
  const [holder, cards] = await Promise.all([
    client.read((stripe, options) => stripe.customers.retrieve(customer, {}, options)),
    listCards(client, customer),
  ]);
  const byDefault = defaultOf(holder);
  return cards.map((card) => readMethod(card, byDefault));
}

async function listCards(client: Client, customer: string): Promise<unknown[]> {
  const cards: { id: string }[] = [];
  for (let page = 0; page < PAGES; page++) {
    const last = cards.at(-1);
    const answer = await client.read((stripe, options) =>
      stripe.paymentMethods.list({ customer, type: 'card', limit: PAGE, ...(last === undefined ? {} : { starting_after: last.id }) }, options),
    );
    cards.push(...answer.data);
    if (!answer.has_more || answer.data.length === 0) break;
  }
  return cards;
}

/** Null when there is no such method, or the text is no id of one. */
export async function retrieveMethod(client: Client, externalId: string): Promise<SavedMethod | null> {
  try {
    const id = checkedId(externalId, 'pm', 'card', 'src');
    const answer = await client.read((stripe, options) => stripe.paymentMethods.retrieve(id, { expand: ['customer'] }, options));
    return readMethod(answer, defaultOf(answer.customer));
  } catch (error) {
    if (error instanceof ProcessorError && (error.code === 'resource_missing' || error.code === 'id_malformed')) return null;
    throw error;
  }
}

/**
 * Under no fixed key: Stripe would repeat an error for a day. A detached method can never be attached again, so what
 * is off its customer, whoever took it off, is done.
 */
export async function detachMethod(client: Client, externalId: string): Promise<void> {
  const id = checkedId(externalId, 'pm', 'card', 'src');
  try {
    await client.write(null, (stripe, options) => stripe.paymentMethods.detach(id, {}, options));
  } catch (error) {
    if (!(error instanceof ProcessorError) || error.outcome !== 'refused') throw error;
    const method = await retrieveMethod(client, id);
    if (method === null || method.customerExternalId !== null) throw error;
  }
}

export async function setDefaultMethod(client: Client, customerExternalId: string, externalId: string): Promise<void> {
  const customer = checkedId(customerExternalId, 'cus');
  const method = checkedId(externalId, 'pm', 'card', 'src');
  await client.write(null, (stripe, options) =>
    stripe.customers.update(customer, { invoice_settings: { default_payment_method: method } }, options),
  );
}

function readMethod(value: unknown, byDefault: string | null): SavedMethod {
  const wire = wireOf(value, 'payment_method');
  const externalId = idIn(wire);
  return { externalId, customerExternalId: referenceIn(wire['customer']), card: cardOf(wire), isDefault: externalId === byDefault };
}

/** The default method of a customer; none for a deleted one or a bare id. */
function defaultOf(customer: unknown): string | null {
  const settings = isWire(customer) ? customer['invoice_settings'] : null;
  return isWire(settings) ? referenceIn(settings['default_payment_method']) : null;
}
