import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractsFolder, missingPapers } from '../papers.js';
import { looks, missingBrowser, openBrowser, openVisit } from './browser.js';
import { differences, putIn, readChapters, runCurl } from './documented-examples.js';
import type { Chapter } from './documented-examples.js';
import { openPayerPage } from './payer-page.js';
import { folder, paydesk, setTheExamples } from './story.js';

const UUID = '123e4567-e89b-12d3-a456-426614174000';
const CUS = 'cus_AbCdEfGhIjKlMn';
const MARIA = { email: 'maria@demo.example', password: 'sunny-carpet-4242' };

/** Which of the demo's samples stands for a placeholder of an example. */
const SAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'POST /api/payments/create-intent': { [UUID]: 'portal.invoice_id' },
  'POST /api/payments/confirm': { [UUID]: 'portal.confirmable_invoice_id', pi_3AbCdEfGhIjKlMnO: 'portal.succeeded_payment_intent_id' },
  'POST /api/payments/setup-intent': { [CUS]: 'portal.stripe_customer_id' },
  'GET /api/payments/methods': { [CUS]: 'portal.stripe_customer_id' },
  'DELETE /api/payments/methods/{id}': { pm_xxx: 'portal.deletable_payment_method_id' },
  'PATCH /api/payments/methods/{id}': { pm_xxx: 'portal.deletable_payment_method_id', [CUS]: 'portal.stripe_customer_id' },
  'GET /api/payments/export': {},
  'GET /api/invoices/{id}/pdf': { [UUID]: 'portal.paid_invoice_id' },
  'POST /api/appointments/{id}/cancel': { [UUID]: 'portal.cancellable_appointment_id' },
  'POST /api/rewards/{id}/redeem': { [UUID]: 'portal.affordable_reward_id' },
  'POST /api/analytics/track-session': {},
};

/** Shown without a session: refused as written, and carried out for staff. */
const WITHOUT_SESSION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'POST /api/notifications/send-email': { [UUID]: 'portal.customer_id', '987f6543-e21c-98b7-a654-321098765432': 'portal.appointment_id' },
  'GET /api/analytics/portal-stats': {},
  'GET /api/cache/stats': {},
  'POST /api/cache/clear': { [UUID]: 'portal.customer_id' },
};

/** What only the document's own example of an invoice has: a payment need not come from a visit. */
const ABSENT = ['job'];

function missing(): string | undefined {
  const papers = missingPapers(contractsFolder);
  if (papers !== undefined) return papers;
  if (spawnSync('curl', ['--version']).status === 0) return undefined;
  process.stderr.write('skipped: no curl on this machine\n');
  return 'no curl';
}

const skipped = missing();
const document = skipped ? { chapters: [], before: [] } : readChapters(readFileSync(join(contractsFolder, 'docs/portal.md'), 'utf8'));
// A card that is deleted first could not become the default one.
const shown = document.chapters.filter(({ endpoint }) => endpoint in SAMPLES).sort((a, b) => Number(a.endpoint.startsWith('DELETE')) - Number(b.endpoint.startsWith('DELETE')));

describe.skipIf(skipped)('the portal document’s own examples, as written', () => {
  setTheExamples();

  test('are all known here', () => {
    const known = [...Object.keys(SAMPLES), ...Object.keys(WITHOUT_SESSION), 'GET /api/health'].sort();
    const there = document.chapters.filter(({ curl, javascript }) => javascript.length > 0 || curl.some((text) => /^curl /m.test(text))).map(({ endpoint }) => endpoint).sort();
    expect(there).toEqual(known);
    expect(document.before.filter(({ language }) => language === 'javascript')).toHaveLength(1);
    expect(document.before.filter(({ language }) => language === 'bash')).toHaveLength(0);
  });

  test.each(shown.map((chapter) => [chapter.endpoint, chapter] as const))('curl: %s', async (endpoint, chapter) => {
    const example = fill(chapter, { ...SAMPLES[endpoint], 'sb-access-token=xxx': 'portal.customer' });
    const answers = await runCurl(example, folder);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    if (endpoint === 'GET /api/payments/export') return expectExports(chapter, answers);
    if (endpoint === 'GET /api/invoices/{id}/pdf') return expectPdf(answers);
    expect(answers).toHaveLength(1);
    expect(differences(chapter.answers[0], answers[0]!.body, ABSENT)).toEqual([]);
    expect(answers[0]!.body).toMatchObject(sentences(chapter.answers[0]));
  });

  test('curl: GET /api/health', async () => {
    const chapter = chapterOf('GET /api/health');
    const answers = await runCurl(fill(chapter, {}), folder);
    expect(answers).toMatchObject([{ status: 200, body: { status: 'healthy' } }]);
    expect(differences(chapter.answers[0], answers[0]!.body)).toEqual([]);
  });

  test.each(Object.entries(WITHOUT_SESSION))('curl: %s is refused without a session and done with one of staff', async (endpoint, samples) => {
    const chapter = chapterOf(endpoint);
    const example = fill(chapter, samples);
    const refused = await runCurl(example, folder);
    expect(refused.length).toBe(example.match(/^curl /gm)?.length);
    for (const one of refused) expect(one).toMatchObject({ status: 401, body: { error: 'Unauthorized' } });
    const done = await runCurl(example.replace(/^curl /gm, `curl -H "Cookie: sb-access-token=${paydesk.demo.tokens['portal.staff']}" `), folder);
    expect(done.map(({ status }) => status)).toEqual(refused.map(() => 200));
    for (const one of done) expect(differences(chapter.answers[0], one.body)).toEqual([]);
    expect(done[0]!.body).toMatchObject(sentences(chapter.answers[0]));
  });

  describe.skipIf(missingBrowser())('JavaScript in a browser', () => {
    let browser: Browser;
    beforeAll(async () => { browser = await openBrowser(); });
    afterAll(() => browser?.close());

    test('signs in, is remembered by the following calls, and pays with Stripe.js', async () => {
      const { page, faults } = await openVisit(browser, looks[0]!);
      await openPayerPage(page, paydesk);
      const invoiceId = idOf('portal.invoice_id');
      const signIn = putIn(document.before.find(({ language }) => language === 'javascript')!.text, {
        'customer@example.com': MARIA.email, password123: MARIA.password, "'...'": JSON.stringify(invoiceId),
      });
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/payments/create-intent'));
      const signedIn = await page.evaluate(`(async () => { ${signIn}\nreturn { email: data.user?.email, error } })()`);
      expect(signedIn).toEqual({ email: MARIA.email, error: null });
      expect((await answered).status()).toBe(200);

      const pay = putIn(chapterOf('POST /api/payments/create-intent').javascript[0]!, { [UUID]: invoiceId, pk_xxx: paydesk.demo.sandbox.stripe.publishable_key });
      const paid = await page.evaluate(`(async () => { ${pay}\nreturn { clientSecret, error: error ?? null } })()`);
      expect(paid).toEqual({ clientSecret: expect.stringMatching(/^pi_.+_secret_/), error: null });
      await expect.poll(() => statusOf(invoiceId)).toBe('paid');
      expect(faults).toEqual([]);
    });
  });
});

function chapterOf(endpoint: string): Chapter {
  const found = document.chapters.find((chapter) => chapter.endpoint === endpoint);
  if (!found) throw new Error(`the document has no ${endpoint}`);
  return found;
}

/** An example with our address, and the samples of these names. */
function fill({ curl }: Chapter, samples: Readonly<Record<string, string>>): string {
  const values = Object.entries(samples).map(([placeholder, name]) => (name === 'portal.customer'
    ? [placeholder, `sb-access-token=${paydesk.demo.tokens[name]}`] : [placeholder, idOf(name)]));
  return putIn(curl.join('\n'), { 'https://your-domain.com': paydesk.url, ...Object.fromEntries(values) });
}

function idOf(name: string): string {
  const id = paydesk.demo.ids[name];
  if (id === undefined || id === '') throw new Error(`the demo has no sample ${name}`);
  return String(id);
}

/** What a documented answer says literally: that it worked, and its sentence. */
function sentences(documented: unknown): object {
  return Object.fromEntries(Object.entries(documented as object).filter(([name]) => name === 'success' || name === 'message'));
}

function expectExports(chapter: Chapter, answers: Awaited<ReturnType<typeof runCurl>>): void {
  const [csv, json] = answers;
  expect(csv).toMatchObject({ type: expect.stringMatching(/^text\/csv/), disposition: 'attachment; filename="payment-history-2024.csv"' });
  expect(readFileSync(join(folder, 'payment-history.csv'), 'utf8').split(/\r?\n/)[0]).toBe(chapter.csv[0]!.split('\n')[0]);
  expect((json!.body as { invoices: unknown[] }).invoices.length).toBeGreaterThan(0);
  expect(differences(chapter.answers[0], json!.body, ABSENT)).toEqual([]);
}

function expectPdf(answers: Awaited<ReturnType<typeof runCurl>>): void {
  expect(answers).toMatchObject([{ type: 'application/pdf', disposition: `attachment; filename="invoice-${idOf('portal.paid_invoice_id')}.pdf"` }]);
  expect(readFileSync(join(folder, 'invoice.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
}

async function statusOf(invoiceId: string): Promise<unknown> {
  const response = await fetch(`${paydesk.url}/api/app/invoices/${invoiceId}`, { headers: { authorization: `Bearer ${paydesk.demo.tokens['portal.customer']}` } });
  return ((await response.json()) as { status?: unknown }).status;
}
