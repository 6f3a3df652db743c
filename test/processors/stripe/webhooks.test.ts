import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createStripeProcessor } from '../../../src/adapters/processors/stripe/index.js';
import { forgeries } from '../forgeries.js';
import { seeded } from '../../random.js';
import { charge, dispute, eventBody, movement, paymentIntent, refund } from './events.js';
import { SECRETS, stripeSignature, stripeSigner } from './signer.js';

const now = new Date('2026-03-01T12:00:00Z');
const seconds = now.getTime() / 1_000;
const options = { webhookSecrets: SECRETS, account: 'platform', timeoutMs: 1_000 };
const processor = createStripeProcessor({ ...options, secretKey: 'sk_test_unused' });
const sign = (rawBody: Buffer, secret: string = SECRETS[0], at = now) => ({ rawBody, headers: stripeSigner.sign(rawBody, secret, at), now });
const read = (type: string, object: Record<string, unknown>, fields = {}) => processor.readWebhook(sign(eventBody(type, object, fields)));

describe('the signature', () => {
  const body = eventBody('payment_intent.succeeded', paymentIntent());

  test.each(SECRETS)('either active secret is good: %s', (secret) => {
    expect(processor.readWebhook(sign(body, secret))).toMatchObject({ type: 'intent.changed', eventId: 'evt_3QzT5bLk2JUvQ8aC0QqRrSsT' });
  });

  test('one right signature among wrong and other ones is enough', () => {
    const right = stripeSignature(body, SECRETS[1], seconds);
    const header = `t=${seconds},v1=${'0'.repeat(64)},v1=${right},v0=${'1'.repeat(64)}`;
    expect(processor.readWebhook({ rawBody: body, headers: { 'stripe-signature': header }, now })).not.toBeNull();
  });

  test.each([[-300, true], [-301, false], [60, true], [61, false], [0, true]])('%i seconds from now: %s', (offset, accepted) => {
    const event = processor.readWebhook(sign(body, SECRETS[0], new Date(now.getTime() + offset * 1_000)));
    expect(event !== null).toBe(accepted);
  });

  test('of 5,000 forgeries none is accepted', () => {
    const random = seeded('forgeries');
    const bodies = [body, eventBody('refund.created', refund()), eventBody('charge.dispute.created', dispute())];
    const accepted = forgeries(5_000, bodies, stripeSigner, now, random).filter((forged) => processor.readWebhook({ ...forged, now }) !== null);
    expect(accepted.map((forged) => forged.name)).toEqual([]);
  });

  test('without secrets nothing is accepted', () => {
    const closed = createStripeProcessor({ ...options, webhookSecrets: [], secretKey: 'sk_test_unused' });
    expect(closed.readWebhook(sign(body))).toBeNull();
  });

  test('the mode must be that of the key, the account that of the connection', () => {
    const live = createStripeProcessor({ ...options, secretKey: 'sk_live_unused' });
    const restricted = createStripeProcessor({ ...options, secretKey: 'rk_live_unused' });
    const connected = createStripeProcessor({ ...options, secretKey: 'sk_test_unused', externalAccountId: 'acct_1', account: 'shop' });
    const liveBody = eventBody('payment_intent.succeeded', paymentIntent(), { livemode: true });
    const theirs = eventBody('payment_intent.succeeded', paymentIntent(), { account: 'acct_1' });
    expect([live, restricted].map((one) => one.readWebhook(sign(body)))).toEqual([null, null]);
    expect(live.readWebhook(sign(liveBody))).not.toBeNull();
    expect(processor.readWebhook(sign(liveBody))).toBeNull();
    expect(processor.readWebhook(sign(theirs))).toBeNull();
    expect(connected.readWebhook(sign(body))).toBeNull();
    expect(connected.readWebhook(sign(theirs))).toMatchObject({ account: 'shop', intent: { account: 'shop' } });
  });
});

describe('the translation', () => {
  test('a payment intent', () => {
    expect(read('payment_intent.succeeded', paymentIntent())).toEqual({
      processor: 'stripe', account: 'platform', eventId: 'evt_3QzT5bLk2JUvQ8aC0QqRrSsT', externalType: 'payment_intent.succeeded', type: 'intent.changed',
      intent: {
        processor: 'stripe', account: 'platform', externalId: 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', paymentId: '019a0000-1111-7222-8333-444455556666',
        status: 'succeeded', currency: 'USD', amount: 18500n, amountReceived: 18500n, customerExternalId: 'cus_QXg1o8vcGmoR32',
        chargeExternalId: 'ch_3QzT5bLk2JUvQ8aC0aBcDeFg', methodExternalId: 'pm_1Pgc75B7WZ01zgkWlHVgdEGJ', clientSecret: null, card: null, fee: null, failureCode: null,
      },
    });
  });

  test.each(['payment_intent.payment_failed', 'payment_intent.failed'])('%s tells why, and which card', (type) => {
    const method = { id: 'pm_declined', object: 'payment_method', card: { brand: 'visa', last4: '9995', exp_month: 12, exp_year: 2034 } };
    const failure = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', payment_method: method };
    const object = paymentIntent({ status: 'requires_payment_method', amount_received: 0, payment_method: null, last_payment_error: failure });
    expect(read(type, object)).toMatchObject({
      type: 'intent.failed',
      intent: { status: 'awaiting_method', failureCode: 'insufficient_funds', methodExternalId: 'pm_declined', card: { brand: 'visa', last4: '9995', expMonth: 12, expYear: 2034 } },
    });
  });

  test.each([
    [{ code: 'card_declined', decline_code: 'generic_decline' }, 'card_declined'],
    [{ code: 'expired_card' }, 'expired_card'],
    [{ type: 'api_error' }, 'api_error'],
    [null, null],
  ])('the failure code of %j is %s', (failure, code) => {
    expect(read('payment_intent.payment_failed', paymentIntent({ status: 'requires_payment_method', last_payment_error: failure }))).toMatchObject({ intent: { failureCode: code } });
  });

  test('a mark that is none of our ids is no mark', () => {
    for (const metadata of [{}, { paydesk_payment: 'pi_1' }, { paydesk_payment: "' OR 1=1" }, null, []]) {
      expect(read('payment_intent.succeeded', paymentIntent({ metadata }))).toMatchObject({ intent: { paymentId: null } });
    }
  });

  test.each(['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'])('%s', (type) => {
    expect(read(type, refund({ status: 'failed', failure_reason: 'lost_or_stolen_card' }))).toMatchObject({
      type: 'refund.changed',
      refund: { externalId: 're_3QzT5bLk2JUvQ8aC0refund1', refundId: '019a0000-2222-7222-8333-444455556666', intentExternalId: 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', status: 'failed', amount: 5000n, currency: 'USD', failureCode: 'lost_or_stolen_card' },
    });
  });

  test('a charge that was refunded names its payment and how much went back', () => {
    expect(read('charge.refunded', charge())).toMatchObject({ type: 'intent.refunded', intentExternalId: 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', amountRefunded: 5000n });
    expect(read('charge.refunded', charge({ payment_intent: null }))).toMatchObject({ type: 'ignored' });
  });

  test.each([
    [[movement(-18500)], 'needs_response', 'open', 18500n],
    [[movement(-18500), movement(18500)], 'won', 'won', 0n],
    [[movement(-18500)], 'lost', 'lost', 18500n],
    [[], 'warning_needs_response', 'open', 0n],
    [[movement(-17000, 'eur')], 'needs_response', 'open', 18500n],
    [[movement(-17000, 'eur'), movement(17000, 'eur')], 'won', 'won', 0n],
  ])('a dispute with movements %j, %s', (movements, word, status, withdrawn) => {
    expect(read('charge.dispute.updated', dispute({ balance_transactions: movements, status: word }))).toMatchObject({
      type: 'dispute.changed',
      dispute: { externalId: 'dp_1Pgc71B7WZ01zgkWMevJiAUx', intentExternalId: 'pi_3QzT5bLk2JUvQ8aC0kPzXm1r', status, amount: 18500n, withdrawn, reason: 'fraudulent' },
    });
  });

  test('events without a use for us are ignored, unreadable ones are not', () => {
    expect(read('customer.created', { id: 'cus_1', object: 'customer' })).toMatchObject({ type: 'ignored', externalType: 'customer.created' });
    for (const object of [{}, paymentIntent({ amount: '185.00' }), paymentIntent({ amount: 1.5 }), paymentIntent({ currency: 7 }), refund()]) {
      expect(() => read('payment_intent.succeeded', object)).toThrow(/malformed/);
    }
  });

  test('a kept payload reads the same as the event that brought it', () => {
    const body = eventBody('payment_intent.succeeded', paymentIntent());
    expect(processor.readStored(body)).toEqual(processor.readWebhook(sign(body)));
    expect(() => processor.readStored(Buffer.from('[]'))).toThrow(/malformed_event/);
  });
});

test('reading an event costs little more than its digest and its JSON', () => {
  const delivery = sign(eventBody('payment_intent.succeeded', paymentIntent()));
  const read: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 20_000; round++) {
    read.push(microseconds(() => processor.readWebhook(delivery)));
    bare.push(microseconds(() => {
      createHmac('sha256', SECRETS[0]).update(`${seconds}.`).update(delivery.rawBody).digest();
      JSON.parse(delivery.rawBody.toString('utf8'));
    }));
  }
  const ratio = medianOf(read) / medianOf(bare);
  process.stderr.write(`readWebhook, ${delivery.rawBody.length} bytes: ${medianOf(read).toFixed(1)} µs, ${ratio.toFixed(2)} of the bare work\n`);
  expect(ratio).toBeLessThan(2.5);
});

function microseconds(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1_000;
}

/** Of the warm ones: the first quarter is left out. */
function medianOf(times: readonly number[]): number {
  const warm = times.slice(times.length / 4).toSorted((a, b) => a - b);
  return warm[warm.length / 2]!;
}
