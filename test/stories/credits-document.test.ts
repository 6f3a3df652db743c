import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contractsFolder, missingPapers } from '../papers.js';
import { stripeSigner } from '../processors/stripe/signer.js';
import { differences, putIn, readChapters, runCurl } from './documented-examples.js';
import type { Chapter } from './documented-examples.js';
import { folder, paydesk, setTheExamples } from './story.js';

const BUYER = 'credits.user';
const USER = 'purchases.user';
const HINTED = 'POST /api/webhooks/stripe';

/** What the id in an example of the purchases document stands for: a sample of the demo, or the user's first purchase. */
const CALLS: Readonly<Record<string, string | null>> = {
  'POST /api/purchases/checkout-session/:programId': 'purchases.paid_program_id',
  'GET /api/purchases/me': null,
  'GET /api/purchases/:id': 'first',
  'GET /api/purchases/:id/receipt': 'first',
  'GET /api/purchases/check-access/:programId': 'purchases.enrolled_program_id',
};

const papers = missingPapers(contractsFolder);
const chaptersOf = (name: string): readonly Chapter[] => (papers ? [] : readChapters(readFileSync(join(contractsFolder, `docs/${name}.md`), 'utf8')).chapters);
const credits = chaptersOf('credits');
const purchases = chaptersOf('purchases');

describe.skipIf(papers)('as the documents of credits and purchases write them', () => {
  setTheExamples();

  test('a package is listed, bought with and without a card named, paid by the browser, told of by a signed event, and in history and balance', async () => {
    const { data: packages } = await documented<{ id: string; creditAmount: number }[]>('GET /api/stripe/credit-packages');
    const chosen = packages.find(({ id }) => id === paydesk.demo.ids['credits.package_id'])!;
    const { data: before } = await documented<{ balance: number; currency: string }>('GET /api/stripe/balance');
    expect(before.currency).toBe('usd');

    // What follows `//` is said to the reader, not sent.
    const example = chapterOf('POST /api/stripe/create-payment-intent').bodies[0]!.replace(/ \/\/.*$/m, '');
    const body = JSON.parse(putIn(example, { 'package-uuid': chosen.id })) as { creditPackageId: string; paymentMethodId: string };
    expect(body.paymentMethodId).toBe('pm_card_visa');
    const begin = async (sent: object) => (await documented<Intent>('POST /api/stripe/create-payment-intent', sent)).data;
    const withCard = await begin(body);
    expect((await confirm(withCard, {})).status, 'with the card that was named').toBe('succeeded');
    await tell(withCard);
    const without = await begin({ creditPackageId: body.creditPackageId });
    expect((await confirm(without, CARD)).status).toBe('succeeded');
    await tell(without);
    expect((await documented<{ balance: number }>('GET /api/stripe/balance')).data.balance).toBeCloseTo(before.balance + 2 * chosen.creditAmount, 10);
    const { data: history } = await documented<{ status: string; creditAmount: number }[]>('GET /api/stripe/payment-history');
    expect(history.slice(0, 2)).toMatchObject(Array(2).fill({ status: 'succeeded', creditAmount: chosen.creditAmount }));
  });

  test.each(credits.map(({ endpoint }) => [endpoint]))('%s refuses whoever has not signed in, or signed', async (endpoint) => {
    const [method, path] = endpoint.split(' ') as [string, string];
    const answer = await fetch(`${paydesk.url}${path}`, { method, ...(method === 'POST' && { body: '{}', headers: { 'content-type': 'application/json' } }) });
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: path.endsWith('/webhook') ? 400 : 401, body: { success: false, error: expect.stringMatching(/./) } });
  });

  describe.skipIf(spawnSync('curl', ['--version']).status !== 0)('curl', () => {
    test('are all known here', () => {
      expect(purchases.filter(({ curl }) => curl.length > 0).map(({ endpoint }) => endpoint).sort()).toEqual([...Object.keys(CALLS), HINTED].sort());
    });

    test.each(Object.entries(CALLS))('%s', async (endpoint, sample) => {
      const id = sample === 'first' ? await firstPurchase() : sample && paydesk.demo.ids[sample];
      const chapter = purchases.find((one) => one.endpoint === endpoint)!;
      const example = putIn(chapter.curl.join('\n'), {
        'https://api.atcloud.com': paydesk.url, 'eyJhbGc...': paydesk.demo.tokens[USER]!, ...(id && { '507f1f77bcf86cd799439011': String(id) }),
      });
      const [answer, ...others] = await runCurl(example, folder);
      expect(others).toEqual([]);
      expect(answer).toMatchObject({ status: 200, type: expect.stringMatching(/^application\/json/) });
      if (chapter.answers.length > 0) expect(differences(chapter.answers[0], answer!.body)).toEqual([]);
      const unsigned = await runCurl(example.replace(/Bearer \S+"/, 'Bearer nobody"'), folder);
      expect(unsigned).toMatchObject([{ status: 401, body: { message: expect.stringMatching(/./) } }]);
    });

    test('an event whose signature is only hinted at is refused', async () => {
      const example = purchases.find(({ endpoint }) => endpoint === HINTED)!.curl[0]!;
      expect(await runCurl(putIn(example, { 'https://api.atcloud.com': paydesk.url }), folder)).toMatchObject([{ status: 400, body: { message: expect.stringMatching(/./) } }]);
    });
  });
});

async function firstPurchase(): Promise<string> {
  const answer = await fetch(`${paydesk.url}/api/purchases/me`, { headers: { authorization: `Bearer ${paydesk.demo.tokens[USER]}` } });
  return ((await answer.json()) as { purchases: Record<'_id', string>[] }).purchases[0]!['_id'];
}

interface Intent {
  readonly clientSecret: string;
  readonly paymentIntentId: string;
}

const CARD = { 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': '4242424242424242', 'payment_method_data[card][exp_month]': '12', 'payment_method_data[card][exp_year]': '2034', 'payment_method_data[card][cvc]': '123' };

function chapterOf(endpoint: string): Chapter {
  const found = credits.find((chapter) => chapter.endpoint === endpoint);
  if (!found) throw new Error(`the document has no ${endpoint}`);
  return found;
}

/** Calls an endpoint of the credits document and holds the answer to the one it shows. */
async function documented<Data>(endpoint: string, body?: object, headers: Record<string, string> = { authorization: `Bearer ${paydesk.demo.tokens[BUYER]}` }): Promise<{ data: Data }> {
  const [method, path] = endpoint.split(' ') as [string, string];
  const answer = await fetch(`${paydesk.url}${path}`, { method, headers: { ...headers, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
  const said = (await answer.json()) as { data: Data };
  expect({ status: answer.status, said }).toMatchObject({ status: 200, said: { success: true } });
  expect(differences(chapterOf(endpoint).answers[0], said)).toEqual([]);
  return said;
}

/** What Stripe.js does in the payer's browser. */
async function confirm({ paymentIntentId, clientSecret }: Intent, card: Readonly<Record<string, string>>): Promise<{ status: string }> {
  const answer = await fetch(`${paydesk.stripe}/v1/payment_intents/${paymentIntentId}/confirm`, {
    method: 'POST', body: new URLSearchParams({ key: paydesk.demo.sandbox.stripe.publishable_key, client_secret: clientSecret, return_url: 'https://shop.example/back', ...card }),
  });
  return (await answer.json()) as { status: string };
}

/** Sends what the processor has to say about it to the document's own address, signed. */
async function tell({ paymentIntentId }: Intent): Promise<void> {
  const { data } = (await (await fetch(`${paydesk.stripe}/_sandbox/events?full=1`)).json()) as { data: { type: string; data: { object: { id: string } } }[] };
  const event = data.find(({ type, data: { object } }) => type === 'payment_intent.succeeded' && object.id === paymentIntentId)!;
  const headers = stripeSigner.sign(Buffer.from(JSON.stringify(event)), String(paydesk.demo.ids['webhook.stripe_secret']), new Date());
  await documented('POST /api/stripe/webhook', event, headers as Record<string, string>);
}
