import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createStripeProcessor } from '../../../src/adapters/processors/stripe/index.js';
import { ProcessorError } from '../../../src/core/ports/processor.js';
import type { Processor } from '../../../src/core/ports/processor.js';
import { newId } from '../../../src/kernel/ids.js';
import { paymentIntent, refund } from './events.js';
import { inTurn, json, listen } from './listener.js';
import type { Answer, Listener } from './listener.js';

const paymentId = newId();
const intent = (fields = {}) => paymentIntent({ metadata: { paydesk_payment: paymentId }, ...fields });
const input = { paymentId, amount: 18500n, currency: 'USD', customerExternalId: 'cus_1', description: 'Invoice', metadata: {}, charge: { methodExternalId: 'pm_1' } };
const declined = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', message: 'no' };
const error = (status: number, body: object, headers = {}) => json({ error: { type: 'invalid_request_error', message: 'no', ...body } }, status, headers);
const text = (body: string, status = 200): Answer => (response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

let listener: Listener;
const at = (baseUrl: string, timeoutMs = 2_000): Processor => createStripeProcessor({ secretKey: 'sk_test_wire', webhookSecrets: [], account: 'platform', baseUrl, timeoutMs });

beforeEach(async () => {
  listener = await listen();
});
afterEach(() => listener.close());

async function failing(work: Promise<unknown>): Promise<ProcessorError> {
  const outcome = await work.then((value) => `answered ${JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`, (reason: unknown) => reason);
  if (!(outcome instanceof ProcessorError)) throw new Error(`no ProcessorError: ${String(outcome)}`, { cause: outcome });
  return outcome;
}

const cut: Answer = (response) => void response.socket?.resetAndDestroy();
const cutInAnswer: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
  response.write('{"id": "pi_', () => response.socket?.resetAndDestroy());
};
const silence: Answer = () => undefined;
const drip: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

describe('what a failed charge says about the money', () => {
  test.each<[string, Answer, string, string]>([
    ['no answer', silence, 'unknown', 'timeout'],
    ['an answer that never ends', drip, 'unknown', 'timeout'],
    ['cut before the answer, twice', cut, 'unknown', 'connection_lost'],
    ['cut within the answer', cutInAnswer, 'unknown', 'connection_lost'],
    ['half an answer', text('{"id": "pi_'), 'unknown', 'malformed_answer'],
    ['no JSON', text('<html>Bad gateway</html>', 502), 'unknown', 'malformed_answer'],
    ['an empty answer', text(''), 'unknown', 'malformed_answer'],
    ['null', text('null'), 'unknown', 'malformed_answer'],
    ['another object', json({ object: 'list', data: [] }), 'unknown', 'malformed_payment_intent'],
    ['another amount', json(intent({ amount: 18501 })), 'unknown', 'malformed_echo'],
    ['another currency', json(intent({ currency: 'eur' })), 'unknown', 'malformed_echo'],
    ['another payment', json(intent({ metadata: { paydesk_payment: newId() } })), 'unknown', 'malformed_echo'],
    ['the id of another payment', json(intent({ client_secret: 'pi_other_secret_1' })), 'unknown', 'malformed_id'],
    ['money without success', json(intent({ status: 'requires_payment_method', amount_received: 18500 })), 'unknown', 'malformed_status'],
    ['an id that is none', json(intent({ id: '../refunds' })), 'unknown', 'malformed_id'],
    ['500', error(500, { type: 'api_error' }), 'unknown', 'api_error'],
    ['503', error(503, { type: 'api_error' }, { 'stripe-should-retry': 'true' }), 'unknown', 'api_error'],
    ['an error that calls itself fine', error(200, { code: 'odd' }), 'unknown', 'odd'],
    ['the key with other words', error(400, { type: 'idempotency_error' }), 'unknown', 'idempotency_error'],
    ['400', error(400, { code: 'amount_too_small' }), 'refused', 'amount_too_small'],
    ['402', error(402, declined), 'refused', 'card_declined'],
    ['404', error(404, { code: 'resource_missing' }), 'refused', 'resource_missing'],
    ['a key that is withdrawn', error(401, {}), 'unavailable', 'invalid_request_error'],
    ['an account that is not ours any more', error(403, { code: 'account_invalid' }), 'unavailable', 'account_invalid'],
  ])('%s', async (_name, answer, outcome, code) => {
    listener.answer(answer);
    const patience = answer === silence || answer === drip ? 300 : 10_000;
    expect(await failing(at(listener.url, patience).createIntent(input))).toMatchObject({ outcome, code });
  });

  test('nobody listens: nothing moved', async () => {
    const url = listener.url;
    await listener.close();
    expect(await failing(at(url).createIntent(input))).toMatchObject({ outcome: 'unavailable', code: 'not_reached' });
    listener = await listen();
  });

  test('a name that leads nowhere: nothing moved', async () => {
    expect(await failing(at('http://nowhere.invalid').createIntent(input))).toMatchObject({ outcome: 'unavailable', code: 'not_reached' });
  });

  test('a peer that does not speak TLS as it should is no proof that nothing moved', async () => {
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const failure = await failing(at(`https://127.0.0.1:${(server.address() as AddressInfo).port}`).createIntent(input));
    server.close();
    expect(failure.outcome).toBe('unknown');
  });

  test('a decline brings the payment as it stands', async () => {
    const now = intent({ status: 'requires_payment_method', amount_received: 0, last_payment_error: declined });
    listener.answer(error(402, { ...declined, payment_intent: now }));
    expect(await failing(at(listener.url).createIntent(input))).toMatchObject({
      outcome: 'refused', code: 'card_declined',
      intent: { externalId: now['id'], paymentId, status: 'awaiting_method', failureCode: 'insufficient_funds', amountReceived: 0n },
    });
  });

  test('a payment that waits for proof comes back with what the browser needs', async () => {
    listener.answer(json(intent({ status: 'requires_action', amount_received: 0 })));
    const created = await at(listener.url).createIntent({ ...input, charge: { methodExternalId: 'pm_1', payerPresent: true } });
    expect(created).toMatchObject({ status: 'awaiting_action', clientSecret: expect.stringMatching(/_secret_/) });
  });

  test('errors tell no secrets', async () => {
    listener.answer(error(402, { ...declined, payment_intent: intent({ status: 'requires_payment_method' }) }));
    const failure = await failing(at(listener.url).createIntent(input));
    expect(failure.message).toBe('refused: card_declined');
  });
});

describe('what is repeated, and with which key', () => {
  const keys = () => new Set(listener.heard.map((asked) => asked.headers['idempotency-key']));
  const inUse = error(409, { code: 'idempotency_key_in_use' });
  const limited = error(429, { code: 'rate_limit' });
  const locked = error(429, { code: 'lock_timeout' });

  test.each<[string, Answer[]]>([
    ['one that is running', [inUse, inUse]],
    ['too many', [limited, limited, limited]],
    ['locked', [locked]],
    ['cut once', [cut]],
  ])('%s, then answered', async (_name, troubles) => {
    listener.answer(inTurn(...troubles, json(intent())));
    expect(await at(listener.url).createIntent(input)).toMatchObject({ paymentId });
    expect([listener.heard.length, keys()]).toEqual([troubles.length + 1, new Set([paymentId])]);
  });

  test.each<[string, Answer, string]>([
    ['running all the time', inUse, 'unknown'],
    ['too many all the time', limited, 'unavailable'],
    ['locked all the time', locked, 'unavailable'],
  ])('%s', async (_name, trouble, outcome) => {
    listener.answer(trouble);
    expect(await failing(at(listener.url).createIntent(input))).toMatchObject({ outcome });
    expect([listener.heard.length, keys()]).toEqual([5, new Set([paymentId])]);
  });

  test('a second try that was not let in does not hide a first one that may have worked', async () => {
    listener.answer(inTurn(cut, error(401, {})));
    expect(await failing(at(listener.url).createIntent(input))).toMatchObject({ outcome: 'unknown', code: 'connection_lost' });
    listener.answer(inTurn(inUse, limited));
    expect(await failing(at(listener.url).createIntent(input))).toMatchObject({ outcome: 'unknown', code: 'idempotency_key_in_use' });
  });

  test('a server that dies after the first try leaves it unknown', async () => {
    listener.answer((response) => {
      response.socket?.resetAndDestroy();
      void listener.close();
    });
    expect(await failing(at(listener.url).createIntent(input))).toMatchObject({ outcome: 'unknown', code: 'connection_lost' });
    listener = await listen();
  });

  test('500, 402 and silence are asked once', async () => {
    for (const answer of [error(500, { type: 'api_error' }), error(402, declined), silence]) {
      listener.heard.length = 0;
      listener.answer(answer);
      await failing(at(listener.url, 2_000).createIntent(input));
      expect(listener.heard.length).toBe(1);
    }
  });

  test('calls without a row of ours keep one key while they are repeated', async () => {
    listener.answer(inTurn(cut, json({ id: 'cus_1', object: 'customer' })));
    await at(listener.url).setDefaultMethod('cus_1', 'pm_1');
    expect([listener.heard.length, keys().size]).toEqual([2, 1]);
  });

  test('a customer who was renamed meanwhile is made all the same', async () => {
    listener.answer(inTurn(error(400, { type: 'idempotency_error' }), json({ id: 'cus_2', object: 'customer' })));
    expect(await at(listener.url).createCustomer({ customerId: newId(), name: 'Ann', email: 'a@example.com' })).toEqual({ externalId: 'cus_2' });
    expect(keys().size).toBe(2);
  });

  /** Stripe on a bad day: the first key met brings a 500, then and ever after. */
  const keepsFirst = (otherwise: Answer): Answer => {
    let kept: unknown;
    return (response, heard, index) => {
      if (heard.method !== 'POST') return json({ object: 'list', url: '/', has_more: false, data: [] })(response, heard, index);
      kept ??= heard.headers['idempotency-key'];
      const answer = heard.headers['idempotency-key'] === kept ? error(500, { type: 'api_error' }) : otherwise;
      return answer(response, heard, index);
    };
  };

  test('a 500 that Stripe repeats for a day keeps no customer from being made, and no card from being taken away', async () => {
    listener.answer(keepsFirst(json({ id: 'cus_3', object: 'customer' })));
    const ann = { customerId: newId(), name: 'Ann', email: 'a@example.com' };
    expect(await at(listener.url).createCustomer(ann)).toEqual({ externalId: 'cus_3' });
    listener.answer(keepsFirst(json({ id: 'pm_1', object: 'payment_method' })));
    expect(await failing(at(listener.url).detachMethod('pm_1'))).toMatchObject({ outcome: 'unknown' });
    await at(listener.url).detachMethod('pm_1');
  });

  test('a customer who is there behind a 500 is not made twice', async () => {
    const ann = { customerId: newId(), name: 'Ann', email: 'a@example.com' };
    const there = [newId(), ann.customerId].map((id, i) => ({ id: `cus_${i}`, object: 'customer', metadata: { paydesk_customer: id } }));
    listener.answer(inTurn(error(500, { type: 'api_error' }), json({ object: 'list', url: '/', has_more: false, data: there })));
    expect(await at(listener.url).createCustomer(ann)).toEqual({ externalId: 'cus_1' });
    expect(listener.heard.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });
});

describe('ids are checked before they are sent', () => {
  const processor = () => at(listener.url);
  const bad = ['', '..', '../refunds', 'pi_1/../x', 'pi_1?x=1', 'PI_1', 'pi_', 'pi_1 ', 'pi_1\n', `pi_${'a'.repeat(300)}`, 'cus_1%2f..'];

  test.each(bad)('%j reaches nobody', async (id) => {
    const stripe = processor();
    const calls = [
      stripe.retrieveIntent(id), stripe.cancelIntent(id), stripe.meanMethod(id, 'pm_1'), stripe.listMethods(id), stripe.detachMethod(id), stripe.setDefaultMethod('cus_1', id), stripe.setDefaultMethod(id, 'pm_1'),
      stripe.createSetup({ customerExternalId: id, requestKey: 'k' }), stripe.refund({ refundId: newId(), intentExternalId: id, amount: 1n, currency: 'USD' }),
      stripe.retrieveRefund(id), stripe.listRefunds(id), stripe.createIntent({ ...input, customerExternalId: id }), stripe.createIntent({ ...input, charge: { methodExternalId: id } }),
    ];
    for (const call of calls) expect(await failing(call)).toMatchObject({ outcome: 'refused', code: 'id_malformed' });
    expect(await stripe.retrieveMethod(id)).toBeNull();
    expect(listener.heard).toEqual([]);
  });

  test('an id of another kind reaches nobody either', async () => {
    expect(await failing(processor().retrieveIntent('cus_1'))).toMatchObject({ code: 'id_malformed' });
    expect(await processor().retrieveMethod('pi_1')).toBeNull();
    expect(listener.heard).toEqual([]);
  });
});

test('a currency that Stripe counts otherwise than we do reaches nobody', async () => {
  const stripe = at(listener.url);
  for (const currency of ['MGA', 'isk', 'KWD']) expect(await failing(stripe.createIntent({ ...input, currency }))).toMatchObject({ outcome: 'refused', code: 'currency_not_payable' });
  expect(await failing(stripe.createCheckout({ paymentId, amount: 5_000n, currency: 'UGX', title: 'A program', description: null, customerExternalId: null, email: 'a@example.com', reference: 'ORD-1', metadata: {}, successUrl: 'https://a.example/', cancelUrl: 'https://a.example/', expiresAt: new Date() }))).toMatchObject({ outcome: 'refused', code: 'currency_not_payable' });
  expect(listener.heard).toEqual([]);
});

test('answers about another object than asked for are not taken', async () => {
  listener.answer(json(intent({ id: 'pi_other' })));
  expect(await failing(at(listener.url).retrieveIntent('pi_1'))).toMatchObject({ outcome: 'unknown', code: 'malformed_echo' });
  listener.answer(json(refund({ metadata: {} })));
  expect(await failing(at(listener.url).refund({ refundId: newId(), intentExternalId: 'pi_1', amount: 5000n, currency: 'USD' }))).toMatchObject({ outcome: 'unknown', code: 'malformed_echo' });
});

test('a missing method is null, a missing payment an error', async () => {
  listener.answer(error(404, { code: 'resource_missing' }));
  expect(await at(listener.url).retrieveMethod('pm_gone')).toBeNull();
  expect(await failing(at(listener.url).retrieveIntent('pi_gone'))).toMatchObject({ outcome: 'refused', code: 'resource_missing' });
});
