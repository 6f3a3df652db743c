import type { Processor, ProcessorEvent } from '../../../core/ports/processor.js';
import { assert } from '../../../kernel/assert.js';
import { createCheckout, expireCheckout, retrieveCheckout } from './checkouts.js';
import { createClient } from './client.js';
import { COUNTS_OTHERWISE } from './currencies.js';
import { createCustomer, createSetup } from './customers.js';
import { parseEvent, translateEvent } from './events.js';
import { findIntent } from './find-intent.js';
import { cancelIntent, createIntent, meanMethod, retrieveIntent } from './intents.js';
import { detachMethod, listMethods, retrieveMethod, setDefaultMethod } from './methods.js';
import { listRefunds, refund, retrieveRefund } from './refunds.js';
import { isSigned } from './webhooks.js';
import { idIn, textIn, wireOf } from './wire.js';

export interface StripeOptions {
  readonly secretKey: string;
  /** Those of every endpoint registered at Stripe, and both while one is being replaced. None: no event is accepted. */
  readonly webhookSecrets: readonly string[];
  /** Our name for the account, as it stands in our rows. */
  readonly account: string;
  /** Stripe's own id of the account ("acct_…"), for one that is connected: its events name it. */
  readonly externalAccountId?: string;
  /** 2023-10-16 or later; the SDK's own version unless set. */
  readonly apiVersion?: string;
  /** Of a stand-in ("http://127.0.0.1:4243"); Stripe itself unless set. */
  readonly baseUrl?: string;
  /** How long one attempt may take; a call takes at most five of them, and a few seconds of pauses. */
  readonly timeoutMs: number;
}

/** One Stripe account behind the processor port. The SDK is loaded by the first call. */
export function createStripeProcessor(options: StripeOptions): Processor {
  assert(options.webhookSecrets.every((secret) => secret.length >= 16), 'a webhook secret is too short');
  const client = createClient(options);
  const { account } = options;
  return {
    name: 'stripe',
    account,
    countsOtherwise: COUNTS_OTHERWISE,
    createCustomer: (input) => createCustomer(client, input),
    createIntent: (input) => createIntent(client, input),
    retrieveIntent: (externalId) => retrieveIntent(client, externalId),
    findIntent: (paymentId, customerExternalId) => findIntent(client, paymentId, customerExternalId ?? null),
    cancelIntent: (externalId) => cancelIntent(client, externalId),
    meanMethod: (externalId, methodExternalId) => meanMethod(client, externalId, methodExternalId),
    createCheckout: (input) => createCheckout(client, input),
    retrieveCheckout: (externalId) => retrieveCheckout(client, externalId),
    expireCheckout: (externalId) => expireCheckout(client, externalId),
    createSetup: (input) => createSetup(client, input),
    listMethods: (customerExternalId) => listMethods(client, customerExternalId),
    retrieveMethod: (externalId) => retrieveMethod(client, externalId),
    detachMethod: (externalId) => detachMethod(client, externalId),
    setDefaultMethod: (customerExternalId, externalId) => setDefaultMethod(client, customerExternalId, externalId),
    refund: (input) => refund(client, input),
    retrieveRefund: (externalId) => retrieveRefund(client, externalId),
    listRefunds: (intentExternalId) => listRefunds(client, intentExternalId),
    readWebhook: (input) => readWebhook(options, input),
    readStored: (payload) => translateEvent(parseEvent(payload), account),
    async ping() {
      const own = await client.read((stripe, request) => stripe.accounts.retrieveCurrent({}, request));
      return { externalAccountId: idIn(wireOf(own, 'account')) };
    },
  };
}

type Delivery = Parameters<Processor['readWebhook']>[0];

/** Null also for signed events of the other mode (test, live) or of another account: their endpoint is not this one. */
function readWebhook(options: StripeOptions, { rawBody, headers, now }: Delivery): ProcessorEvent | null {
  if (!isSigned(rawBody, headers['stripe-signature'], options.webhookSecrets, now)) return null;
  const event = parseEvent(rawBody);
  if (event === null) return null;
  // Stripe always says which mode an event is of; senders that follow a document's examples may leave it out.
  if (event['livemode'] !== undefined && event['livemode'] !== isLiveKey(options.secretKey)) return null;
  if (textIn(event['account']) !== (options.externalAccountId ?? null)) return null;
  return translateEvent(event, options.account);
}

function isLiveKey(secretKey: string): boolean {
  return /^(sk|rk)_live_/.test(secretKey);
}
