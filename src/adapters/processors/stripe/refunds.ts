import type { ProcessorRefund } from '../../../core/ports/processor.js';
import type { Minor } from '../../../kernel/money.js';
import type { Client } from './client.js';
import { refundStatus } from './status.js';
import { amountIn, checkedId, currencyIn, idIn, malformed, ownIdIn, referenceIn, textIn, wireOf } from './wire.js';

const REFUND_MARK = 'paydesk_refund';
const PAGE = 100;
const PAGES = 10;

/** Gives `amount` back to the payer. Refused when more than what is left was asked for. */
export async function refund(
  client: Client,
  input: { refundId: string; intentExternalId: string; amount: Minor; currency: string },
): Promise<ProcessorRefund> {
  const intent = checkedId(input.intentExternalId, 'pi');
  const answer = await client.write(input.refundId, (stripe, options) =>
    stripe.refunds.create({ payment_intent: intent, amount: Number(input.amount), metadata: { [REFUND_MARK]: input.refundId } }, options),
  );
  const made = readRefund(answer, client.account);
  if (made.refundId !== input.refundId || made.amount !== input.amount || made.currency !== input.currency.toUpperCase()) throw malformed('echo');
  return made;
}

export async function retrieveRefund(client: Client, externalId: string): Promise<ProcessorRefund> {
  const id = checkedId(externalId);
  const found = readRefund(await client.read((stripe, options) => stripe.refunds.retrieve(id, {}, options)), client.account);
  if (found.externalId !== id) throw malformed('echo');
  return found;
}

/** All refunds of the intent, newest first, ours and those made at Stripe. */
export async function listRefunds(client: Client, intentExternalId: string): Promise<ProcessorRefund[]> {
  const intent = checkedId(intentExternalId, 'pi');
  const found: ProcessorRefund[] = [];
  for (let page = 0; page < PAGES; page++) {
    const last = found.at(-1);
    const answer = await client.read((stripe, options) =>
      stripe.refunds.list({ payment_intent: intent, limit: PAGE, ...(last === undefined ? {} : { starting_after: last.externalId }) }, options),
    );
    found.push(...answer.data.map((item) => readRefund(item, client.account)));
    if (!answer.has_more || answer.data.length === 0) break;
  }
  return found;
}

/** Their refund as ours. */
export function readRefund(value: unknown, account: string): ProcessorRefund {
  const wire = wireOf(value, 'refund');
  const status = refundStatus(wire['status']);
  return {
    processor: 'stripe',
    account,
    externalId: idIn(wire),
    refundId: ownIdIn(wire['metadata'], REFUND_MARK),
    intentExternalId: referenceIn(wire['payment_intent']),
    status,
    amount: amountIn(wire['amount']),
    currency: currencyIn(wire['currency']),
    failureCode: status === 'failed' ? (textIn(wire['failure_reason']) ?? textIn(wire['status'])) : null,
  };
}
