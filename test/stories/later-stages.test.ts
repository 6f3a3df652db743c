import { describe, expect, test } from 'vitest';
import { subjectsAbout, unbalancedUnits } from './books.js';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { browser, client, mailedLink, paydesk, setTheStage, signedIn } from './story.js';

const DAY_S = 86_400;
/** The worker looks every ten seconds, and a day that passes brings work for every customer. */
const PURSUED = { timeout: 120_000, interval: 500 };

describe.skipIf(missingBrowser())('the later stages of an accepted offer', () => {
  setTheStage();

  test.each(looksFrom('phone'))('are charged on their day; one that is declined is reminded of, and paid behind its link, at $name', async (look) => {
    const title = `Three steps, ${look.name}`;
    const email = `steps-${look.name}@client.example`;
    const { id: customerId } = await asAdmin('POST', '/customers', { name: 'Iris Sandoval', company_name: `Sandoval ${look.name}`, billing_email: email, status: 'active' });
    const schedule = [['Deposit', 40, 0], ['Halfway', 30, 10], ['Delivery', 30, 20]].map(([milestone, percentage, due_days]) => ({ milestone, percentage, due_days }));
    const { id: offerId } = await asAdmin('POST', '/proposals', { customer_id: customerId, title, total_amount: 1000, billing_schedule: schedule, status: 'sent' });

    const visit = await openVisit(browser, look);
    const { page } = visit;
    await page.goto(await mailedLink(email, title));
    await page.getByLabel('Your full name').fill('Iris Sandoval');
    await page.getByLabel('Pay the later stages with the same card, by itself').check();
    await page.getByRole('button', { name: 'Accept the offer' }).click();
    await page.getByRole('button', { name: /^Pays/ }).click();
    await page.getByRole('button', { name: /^Pay \$400/ }).click();
    await page.getByText('Nothing is to be paid now').waitFor();
    await expect.poll(() => stages(offerId)).toEqual([[1, 40_000, 40_000], [2, 30_000, 0], [3, 30_000, 0]]);
    const [, second, third] = await numbers(offerId);

    await advance(7);
    await expect.poll(() => subjectsAbout(paydesk, second!), PURSUED).toContainEqual(expect.stringMatching(/will charge your card/));
    expect(await chargesOf(offerId), 'announced, not charged').toEqual([40_000]);
    await advance(3);
    await expect.poll(() => stages(offerId), PURSUED).toEqual([[1, 40_000, 40_000], [2, 30_000, 30_000], [3, 30_000, 0]]);
    expect(await chargesOf(offerId)).toEqual([40_000, 30_000]);

    await sandbox('POST', 'faults', { mode: 'decline', method: 'POST', path: '^/v1/payment_intents$', decline_code: 'insufficient_funds' });
    try {
      await advance(10);
      await expect.poll(() => subjectsAbout(paydesk, third!), PURSUED).toContainEqual(`Your card was not charged for invoice ${third}`);
      await advance(2);
      await expect.poll(() => attempts(third!), PURSUED).toBe(2);
    } finally {
      await sandbox('DELETE', 'faults');
    }
    expect(await chargesOf(offerId)).toEqual([40_000, 30_000]);

    await lookAtFollowUp(visit, third!);
    const mailed = await mailedLink(email, `Your card was not charged for invoice ${third}`);
    await page.goto(mailed);
    await page.getByRole('heading', { name: `Invoice ${third}` }).waitFor();
    await lookAt(visit, 'later-stage-to-pay');
    await page.getByRole('button', { name: /^Pays/ }).click();
    await page.getByRole('button', { name: /^Pay \$300/ }).click();
    await expect.poll(() => stages(offerId), PURSUED).toEqual([[1, 40_000, 40_000], [2, 30_000, 30_000], [3, 30_000, 30_000]]);
    await page.goto(mailed);
    await page.getByText('Paid', { exact: true }).first().waitFor();
    await lookAt(visit, 'later-stage-paid');

    const before = (await subjectsAbout(paydesk, third!)).filter((subject) => !/receipt|points/i.test(subject)).length;
    await advance(8);
    await new Promise((resolve) => setTimeout(resolve, 12_000)); // the worker looked at least once
    expect(await chargesOf(offerId), 'what is paid is charged no more').toEqual([40_000, 30_000, 30_000]);
    expect((await subjectsAbout(paydesk, third!)).filter((subject) => !/receipt|points/i.test(subject)).length, 'nor asked for').toBe(before);
    expect(await unbalancedUnits(client)).toEqual([]);
    await visit.context.close();
  });
});

/** Signs in anew each time: the clock runs away from sessions. */
async function asAdmin(method: string, path: string, body: object): Promise<{ id: string }> {
  const headers = { 'content-type': 'application/json' };
  const signIn = await fetch(`${paydesk.url}/auth/login`, { method: 'POST', headers, body: JSON.stringify({ email: 'admin@demo.example', password: 'keys-to-the-counter-9' }) });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  const answer = await fetch(`${paydesk.url}${path}`, { method, headers: { ...headers, authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

const advance = (days: number) => asAdmin('POST', '/api/app/clock', { advance_seconds: days * DAY_S });

async function sandbox(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void> {
  const answer = await fetch(`${paydesk.stripe}/_sandbox/${path}`, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status}: ${await answer.text()}`);
}

/** Stage, what it asks and what was paid of it, in cents. */
async function stages(offerId: string): Promise<number[][]> {
  const { rows } = await client.query('SELECT proposal_stage::int AS n, total::int, amount_paid::int AS paid FROM invoices WHERE proposal_id = $1 ORDER BY proposal_stage', [offerId]);
  return rows.map(({ total, paid }, index) => [index + 1, total, paid]);
}

async function numbers(offerId: string): Promise<string[]> {
  return (await client.query<{ number: string }>('SELECT number FROM invoices WHERE proposal_id = $1 ORDER BY proposal_stage', [offerId])).rows.map(({ number }) => number);
}

/** How often it was tried to charge an invoice; 0 while one try is not over. */
async function attempts(number: string): Promise<number> {
  return (await client.query<{ attempts: number }>('SELECT p.attempts FROM collection_plans p JOIN invoices i ON i.id = p.invoice_id WHERE i.number = $1 AND p.state <> $2', [number, 'charging'])).rows[0]?.attempts ?? 0;
}

/** What the sandbox took for this offer's invoices, counted there, oldest first. */
async function chargesOf(offerId: string): Promise<number[]> {
  const ids = new Set((await client.query<{ id: string }>('SELECT id FROM invoices WHERE proposal_id = $1', [offerId])).rows.map(({ id }) => id));
  const { data } = (await (await fetch(`${paydesk.stripe}/_sandbox/payment_intents`)).json()) as { data: { status: string; amount_received: number; metadata: Record<string, string> }[] };
  return data.filter(({ status, metadata }) => status === 'succeeded' && ids.has(metadata['invoice_0'] ?? '')).map(({ amount_received: amount }) => amount);
}

/** The console shows what is pursued. */
async function lookAtFollowUp(visit: Visit, number: string): Promise<void> {
  const admin = await signedIn(visit.look, 'Admin');
  await admin.page.goto(`${paydesk.url}/app/admin/follow-ups?search=${number}`);
  await admin.page.getByText('Declined').first().waitFor();
  await lookAt(admin, 'later-stage-follow-up');
  await admin.context.close();
}
