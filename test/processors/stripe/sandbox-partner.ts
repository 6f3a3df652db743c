import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStripeProcessor } from '../../../src/adapters/processors/stripe/index.js';
import { asPage, removeFolder, SECRET_KEY, startTestSandbox, typedCard, WEBHOOK_SECRET } from '../../sandbox/start.js';
import type { Delivery } from '../forgeries.js';
import type { Call, CardKind, Partner, Trouble } from '../partner.js';
import { stripeSigner } from './signer.js';
import { until } from '../../until.js';

const NUMBERS: Readonly<Record<CardKind, string>> = {
  good: '4242424242424242', declined: '4000000000000341', proof: '4000002760003184', 'late refund': '4000000000007726',
};
/** Typed on the page, a declined card is one that is declined at once. */
const TYPED: Readonly<Record<CardKind, string>> = { ...NUMBERS, declined: '4000000000000002', proof: '4000002500003155' };
const NAMES: Readonly<Record<CardKind, string>> = {
  good: 'pm_card_visa', declined: 'pm_card_chargeCustomerFail', proof: 'pm_card_threeDSecureRequired', 'late refund': 'pm_card_pendingRefund',
};
const MODES: Readonly<Record<Trouble, string>> = {
  'silent before': 'timeout_before', 'cut before': 'reset_before', 'broken before': 'error500_before',
  'silent after': 'timeout_after', 'cut after': 'reset_after', 'broken after': 'error500_after', 'half answer': 'malformed',
  'another amount': 'wrong_amount', 'another currency': 'wrong_currency', 'another id': 'wrong_id', 'another status': 'wrong_status',
  'not admitted': 'unauthorized', 'too many': 'rate_limited',
};
const PATHS: Readonly<Record<Call, string>> = { charge: '^(/v1/)?payment_intents$', refund: '^(/v1/)?refunds$' };

interface Made { readonly id: string; readonly amount: number; readonly status: string; readonly metadata: Record<string, string>; readonly amount_received: number }

const secrets = [stripeSigner.secrets[0], WEBHOOK_SECRET] as const;

/** The Stripe stand-in over HTTP, behind the real SDK. */
export async function startStripePartner(apiVersion?: string): Promise<Partner> {
  const received = await receiveDeliveries();
  const sandbox = await startTestSandbox({ webhookTargets: [received.url], ...(apiVersion === undefined ? {} : { apiVersion }) });
  const url = sandbox.urls.stripe;
  const sdk = sandbox.sdk(apiVersion);
  const all = (kind: string) => sandbox.control<{ data: Made[] }>('GET', kind).then((list) => list.data);
  const marked = async (kind: string, mark: string, id: string) => (await all(kind)).filter((made) => made.metadata[mark] === id);
  return {
    signer: { ...stripeSigner, secrets },
    adapter: (timeoutMs = 5_000) =>
      createStripeProcessor({ secretKey: SECRET_KEY, webhookSecrets: secrets, account: 'platform', baseUrl: url, timeoutMs, ...(apiVersion === undefined ? {} : { apiVersion }) }),
    async saveCard(customer, card) {
      return (await sdk.paymentMethods.attach(NAMES[card], { customer })).id;
    },
    async payInBrowser(intent, card) {
      await asPage(url, `/v1/payment_intents/${intent.externalId}/confirm`, { client_secret: intent.clientSecret ?? '', ...typedCard(TYPED[card]), return_url: 'http://localhost:3009/done' });
    },
    async answerBank(intent, approve) {
      const answer = new URLSearchParams({ key: (intent.clientSecret ?? '').slice(-12), answer: approve ? 'approve' : 'refuse' });
      const reply = await fetch(`${url}/3ds/${intent.externalId}`, { method: 'POST', body: answer, redirect: 'manual' });
      if (reply.status >= 400) throw new Error(`the bank's page answered ${reply.status}`);
    },
    async refundByHand(intent, amount) {
      await sdk.refunds.create({ payment_intent: intent, amount: Number(amount) });
    },
    async dispute(intent) {
      await sandbox.control('POST', 'disputes', { payment_intent: intent });
    },
    async trouble(kind, call, count) {
      await sandbox.control('POST', 'faults', { mode: MODES[kind], method: 'POST', path: PATHS[call], count, retry_after: 0.1 });
    },
    async heal() {
      await sandbox.control('DELETE', 'faults');
    },
    async takenFor(paymentId) {
      return (await marked('payment_intents', 'paydesk_payment', paymentId)).reduce((sum, made) => sum + BigInt(made.amount_received), 0n);
    },
    intentsFor: async (paymentId) => (await marked('payment_intents', 'paydesk_payment', paymentId)).length,
    refundsFor: async (refundId) => (await marked('refunds', 'paydesk_refund', refundId)).length,
    async deliveries() {
      await until(async () => (await sandbox.control<{ pending_deliveries: number }>('GET', 'health')).pending_deliveries === 0, { what: 'all deliveries' });
      return received.deliveries;
    },
    async stop() {
      await sandbox.close();
      await received.close();
      removeFolder(sandbox.directory);
    },
  };
}

async function receiveDeliveries(): Promise<{ url: string; deliveries: Delivery[]; close(): Promise<void> }> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      deliveries.push({ rawBody: Buffer.concat(parts), headers: { ...request.headers } });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    deliveries,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
