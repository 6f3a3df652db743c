import type { ProcessorEvent } from '../../../core/ports/processor.js';
import { readCheckout } from './checkouts.js';
import { readDispute } from './disputes.js';
import { readIntent } from './read-intent.js';
import { readRefund } from './refunds.js';
import { amountIn, idIn, isWire, malformed, referenceIn, textIn, wireOf } from './wire.js';
import type { Wire } from './wire.js';

type Envelope = Pick<ProcessorEvent, 'processor' | 'account' | 'eventId' | 'externalType'>;
type Translation = (object: unknown, envelope: Envelope) => ProcessorEvent;

const intentChanged: Translation = (object, envelope) => ({
  ...envelope,
  type: 'intent.changed',
  intent: withoutSecret(readIntent(object, envelope.account)),
});
const intentFailed: Translation = (object, envelope) => ({
  ...envelope,
  type: 'intent.failed',
  intent: withoutSecret(readIntent(object, envelope.account)),
});
const checkoutChanged = (failed: boolean): Translation => (object, envelope) => ({
  ...envelope,
  type: 'checkout.changed',
  checkout: readCheckout(object, envelope.account),
  failed,
});
const refundChanged: Translation = (object, envelope) => ({
  ...envelope,
  type: 'refund.changed',
  refund: readRefund(object, envelope.account),
});
const disputeChanged: Translation = (object, envelope) => ({
  ...envelope,
  type: 'dispute.changed',
  dispute: readDispute(object, envelope.account),
});
const chargeRefunded: Translation = (object, envelope) => {
  const charge = wireOf(object, 'charge');
  const intentExternalId = referenceIn(charge['payment_intent']);
  if (intentExternalId === null) return { ...envelope, type: 'ignored' };
  return { ...envelope, type: 'intent.refunded', intentExternalId, amountRefunded: amountIn(charge['amount_refunded']) };
};

/**
 * `payment_intent.failed` is a name from a client's document, which Stripe never sends. Endpoints of older
 * API versions announce a refund made in the dashboard by `charge.refunded` alone, and later changes of it
 * by `charge.refund.updated`.
 */
const TRANSLATIONS = new Map<string, Translation>([
  ['payment_intent.succeeded', intentChanged],
  ['payment_intent.canceled', intentChanged],
  ['payment_intent.processing', intentChanged],
  ['payment_intent.requires_action', intentChanged],
  ['payment_intent.amount_capturable_updated', intentChanged],
  ['payment_intent.payment_failed', intentFailed],
  ['payment_intent.failed', intentFailed],
  ['checkout.session.completed', checkoutChanged(false)],
  ['checkout.session.expired', checkoutChanged(false)],
  ['checkout.session.async_payment_succeeded', checkoutChanged(false)],
  ['checkout.session.async_payment_failed', checkoutChanged(true)],
  ['refund.created', refundChanged],
  ['refund.updated', refundChanged],
  ['refund.failed', refundChanged],
  ['charge.refund.updated', refundChanged],
  ['charge.refunded', chargeRefunded],
  ['charge.dispute.created', disputeChanged],
  ['charge.dispute.updated', disputeChanged],
  ['charge.dispute.closed', disputeChanged],
  ['charge.dispute.funds_withdrawn', disputeChanged],
  ['charge.dispute.funds_reinstated', disputeChanged],
]);

/** The payload of an event as an object; null when it is anything else. */
export function parseEvent(payload: Buffer): Wire | null {
  try {
    const event: unknown = JSON.parse(payload.toString('utf8'));
    return isWire(event) ? event : null;
  } catch {
    // what is no JSON is no event either: the caller refuses it like any other forgery
    return null;
  }
}

/** An event as ours. What we have no use for is `ignored`; what we cannot read is a ProcessorError. */
export function translateEvent(event: Wire | null, account: string): ProcessorEvent {
  const externalType = textIn(event?.['type']);
  if (event === null || externalType === null) throw malformed('event');
  const envelope: Envelope = { processor: 'stripe', account, eventId: idIn(event), externalType };
  const translate = TRANSLATIONS.get(externalType);
  if (translate === undefined) return { ...envelope, type: 'ignored' };
  const data = event['data'];
  return translate(isWire(data) ? data['object'] : null, envelope);
}

/** Events carry the client secret too; nobody who reads them needs it. */
function withoutSecret<T extends { clientSecret: string | null }>(intent: T): T {
  return intent.clientSecret === null ? intent : { ...intent, clientSecret: null };
}
