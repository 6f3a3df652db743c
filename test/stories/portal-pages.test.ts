import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unbalancedUnits } from './books.js';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { chooseAnotherCard } from './choose-card.js';
import { clickTwice } from './click-twice.js';
import { lookAt } from './look-at.js';
import { browser, client, openPage, paydesk, setTheStage, signIn } from './story.js';
import { until } from '../until.js';

const CUSTOMER = { email: 'maria@demo.example', password: 'sunny-carpet-4242' };

describe.skipIf(missingBrowser())('a customer looks after everything alone', () => {
  setTheStage();

  describe.each(looksFrom('phone'))('at $name', (look) => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await openVisit(browser, look);
      await signIn(visit, 'Customer');
    });
    afterAll(() => visit.context.close());

    test('sees at once what is owed, who comes and what the points are worth', async () => {
      const { page } = visit;
      await openPage('/overview', 'Hello, Maria', visit);
      await page.getByText(/^You owe/).waitFor();
      await page.getByRole('heading', { name: /Next visit|We are there/ }).waitFor();
      // What is owed may change while the page stands there: then it is opened again.
      await until(async () => {
        const answer = await page.request.get(`${paydesk.url}/api/app/invoices?status=open&limit=100`);
        const { items } = (await answer.json()) as { items: { amount_due: number }[] };
        const owed = items.reduce((cents, { amount_due: due }) => cents + Math.round(due * 100), 0);
        if ((await page.getByRole('main').innerText()).replaceAll(',', '').includes(`$${(owed / 100).toFixed(2)}`)) return true;
        await openPage('/overview', 'Hello, Maria', visit);
        await page.getByText(/^You owe/).waitFor();
        return false;
      }, { what: 'what is owed on the page', said: () => page.getByRole('main').innerText() });
      await lookAt(visit, 'overview');
    });

    test('pays two invoices in one go, one of them in part: one payment, one charge, both books right', async () => {
      const { page } = visit;
      await openPage('/invoices?status=open', 'Invoices', visit);
      const boxes = page.getByRole('checkbox', { name: /^Choose INV-/ });
      await boxes.first().waitFor();
      const numbers = await boxes.evaluateAll((found) => found.slice(0, 2).map((box) => /INV-\S+/.exec(box.getAttribute('aria-label') ?? '')?.[0] ?? ''));
      for (const number of numbers) await page.getByRole('checkbox', { name: `Choose ${number} to pay` }).check();
      await lookAt(visit, 'invoices-chosen');
      const before = await owedOf(numbers);
      await page.getByRole('region', { name: 'Chosen invoices' }).getByRole('link', { name: /^Pay \$/ }).click();
      await page.getByRole('heading', { name: 'Pay 2 invoices' }).waitFor();
      await page.getByRole('button', { name: 'Change the amounts' }).click();
      const part = page.getByLabel(`Pay now for ${numbers[1]}`);
      await part.fill('99999999');
      await page.getByText(/^Enter an amount up to/).waitFor();
      await lookAt(visit, 'pay-too-much');
      await part.fill(String((before[numbers[1]!]! - 20) / 100));
      await page.getByText('Pay all of it, or leave at least $0.50').waitFor();
      await part.fill('5.25');
      await chooseAnotherCard(visit);
      await lookAt(visit, 'pay-several');
      await page.getByRole('button', { name: /4242/ }).click();
      await clickTwice(page.getByRole('button', { name: /^Pay \$/ }));
      await page.getByRole('heading', { name: 'Payment received' }).waitFor();
      await lookAt(visit, 'receipt-several');
      const after = await owedOf(numbers);
      expect(after[numbers[0]!]).toBe(0);
      expect(after[numbers[1]!]).toBe(before[numbers[1]!]! - 525);
      const { rows } = await client.query<{ amount: number; targets: number }>(
        `SELECT p.amount_received::int AS amount, count(*)::int AS targets FROM payments p JOIN payment_targets t ON t.payment_id = p.id
          JOIN invoices i ON i.id = t.subject_id WHERE i.number = ANY($1) AND p.state = 'succeeded' GROUP BY p.id HAVING count(*) > 1`, [numbers]);
      expect(rows).toEqual([{ amount: before[numbers[0]!]! + 525, targets: 2 }]);
      expect(await unbalancedUnits(client)).toEqual([]);
    });

    test('finds the payment again, with its receipt, and takes the year along as a table', async () => {
      const { page } = visit;
      await openPage('/payments', 'Payments', visit);
      await page.getByRole('link', { name: /^Receipt for/ }).first().waitFor();
      await lookAt(visit, 'payments');
      const file = await page.request.get(`${paydesk.url}${await page.getByRole('link', { name: /CSV/ }).getAttribute('href')}`);
      expect([file.status(), file.headers()['content-type']]).toEqual([200, expect.stringContaining('text/csv')]);
      await page.getByRole('link', { name: /^Receipt for/ }).first().click();
      await page.getByRole('region', { name: 'Receipt' }).waitFor();
      await lookAt(visit, 'receipt-again');
      await openPage('/payments?search=nothing-like-this', 'Payments', visit);
      await page.getByText('Nothing matches').waitFor();
    });

    test('takes an invoice along: on white paper without the menu, and as a PDF', async () => {
      const { page } = visit;
      await openPage('/invoices?status=paid', 'Invoices', visit);
      await page.getByRole('link', { name: /^INV-/ }).first().click();
      await page.getByRole('heading', { name: /^Invoice INV-/ }).waitFor();
      const pdf = await page.request.get(`${paydesk.url}${await page.getByRole('link', { name: 'Download PDF' }).getAttribute('href')}`);
      expect([pdf.status(), pdf.headers()['content-type'], (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
      // As after an hour: without the access cookie the click alone has to bring the file.
      await visit.context.clearCookies({ name: 'sb-access-token' });
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download PDF' }).click()]);
      expect([await file.failure(), file.suggestedFilename()]).toEqual([null, expect.stringMatching(/\.pdf$/)]);
      await page.route('**/api/app/me', (route) => route.abort());
      await page.getByRole('link', { name: 'Download PDF' }).press('Enter');
      await page.getByRole('alert').getByText('The file could not be fetched').waitFor();
      await lookAt(visit, 'invoice-not-fetched');
      await page.unroute('**/api/app/me');
      await page.emulateMedia({ media: 'print' });
      try {
        const colours = () => page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color]");
        await expect.poll(colours).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
        await expect.poll(() => page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
        await lookAt(visit, 'invoice-printed');
      } finally {
        await page.emulateMedia({ media: null });
      }
    });

    test('saves a card, makes it the default, and removes it after being asked', async () => {
      const { page } = visit;
      await openPage('/cards?add=true', 'Cards', visit);
      await page.getByRole('button', { name: 'Can be saved · 4242' }).click();
      await lookAt(visit, 'card-add');
      await page.getByRole('button', { name: 'Save the card' }).click();
      await page.getByText('The card is saved').waitFor();
      const remove = page.getByRole('button', { name: /^Remove .*4242/ }).first();
      await remove.waitFor();
      await lookAt(visit, 'cards');
      const prefer = page.getByRole('button', { name: /^Make .* the default/ });
      const others = await prefer.count();
      await prefer.last().click();
      await page.getByText('Default', { exact: true }).waitFor();
      await expect.poll(() => prefer.count()).toBeLessThanOrEqual(others);
      const count = await page.getByRole('button', { name: /^Remove / }).count();
      await remove.focus();
      await page.keyboard.press('Enter');
      expect(await focused(visit)).toBe('Keep it');
      await lookAt(visit, 'card-remove');
      await page.keyboard.press('Escape');
      expect(await focused(visit)).toBe('Remove');
      await remove.click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await expect.poll(() => page.getByRole('button', { name: /^Remove / }).count()).toBe(count - 1);
    });

    test('cancels a visit, knowing before what it costs', async () => {
      const { page } = visit;
      await openPage('/appointments', 'Appointments', visit);
      const first = page.getByRole('main').getByRole('listitem').getByRole('link').first();
      await first.waitFor();
      await lookAt(visit, 'appointments');
      await openPage(await newVisit(), /./, visit);
      const id = page.url().split('/').at(-1)!;
      await page.getByRole('button', { name: 'Cancel this visit' }).click();
      await lookAt(visit, 'appointment-cancel');
      await page.getByRole('button', { name: /^Cancel(,| and pay)/ }).click();
      await page.getByText(/^You cancelled this visit/).waitFor();
      await lookAt(visit, 'appointment-cancelled');
      const { rows } = await client.query('SELECT state, cancelled_by FROM appointments WHERE id = $1', [id]);
      expect(rows).toEqual([{ state: 'cancelled', cancelled_by: 'customer' }]);
    });

    test('gives points for a reward: once, and the ledger agrees', async () => {
      const { page } = visit;
      await openPage('/rewards', 'Rewards', visit);
      const redeem = page.getByRole('button', { name: /^Redeem / }).first();
      await redeem.waitFor();
      await lookAt(visit, 'rewards');
      const before = await redemptions();
      await redeem.click();
      await clickTwice(page.getByRole('button', { name: /^Give [\d,]+ points/ }));
      await page.getByText('It is yours').waitFor();
      await lookAt(visit, 'reward-redeemed');
      const after = await redemptions();
      expect(after.count).toBe(before.count + 1);
      expect(after.balance).toBe(before.balance - (after.points - before.points));
      await page.getByRole('region', { name: 'What you took' }).getByText('At your next visit').first().waitFor();
      expect(await unbalancedUnits(client)).toEqual([]);
    });

    test('changes the phone number, and sees and ends a forgotten session', async () => {
      const { page } = visit;
      await openPage('/profile', 'Profile', visit);
      await page.getByLabel('Phone').fill(`+1 555 0100 ${look.phone ? 1 : 2}`);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved').waitFor();
      await lookAt(visit, 'profile');
      const elsewhere = await fetch(`${paydesk.url}/api/app/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'user-agent': 'curl/8' }, body: JSON.stringify(CUSTOMER) });
      const cookie = elsewhere.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
      const status = async () => (await fetch(`${paydesk.url}/api/app/me`, { headers: { cookie } })).status;
      expect(await status()).toBe(200);
      await openPage('/security', 'Security', visit);
      await page.getByRole('button', { name: 'Sign out curl' }).first().waitFor();
      await page.getByRole('textbox', { name: 'Current password' }).fill('not the password');
      await page.getByRole('textbox', { name: 'New password' }).fill('another-rare-one-7');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await page.getByText('The current password is not right.').waitFor();
      await lookAt(visit, 'security');
      await page.getByRole('button', { name: 'Sign out curl' }).first().click();
      await expect.poll(status).toBe(401);
      expect((await page.request.get(`${paydesk.url}/api/app/me`)).status()).toBe(200);
    });
  });
});

/** What is open of these invoices, in cents, by number. */
async function owedOf(numbers: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await client.query<{ number: string; owed: number }>('SELECT number, (total - amount_paid)::int AS owed FROM invoices WHERE number = ANY($1)', [numbers]);
  return Object.fromEntries(rows.map(({ number, owed }) => [number, owed]));
}

const focused = ({ page }: Visit) => page.evaluate('document.activeElement.textContent.trim()');

/** Booked by staff, far enough ahead to be cancelled free of charge. */
async function newVisit(): Promise<string> {
  const headers = { authorization: `Bearer ${paydesk.demo.tokens['portal.staff']}`, 'content-type': 'application/json' };
  const starts_at = new Date(Date.now() + 20 * 86_400_000).toISOString();
  const answer = await fetch(`${paydesk.url}/api/app/appointments`, {
    method: 'POST', headers, body: JSON.stringify({ customer_id: paydesk.demo.ids['portal.customer_id'], starts_at, minutes: 60, services: ['Carpet cleaning'] }),
  });
  if (!answer.ok) throw new Error(`No visit was booked: ${answer.status} ${await answer.text()}`);
  return `/appointments/${((await answer.json()) as { id: string }).id}`;
}

async function redemptions(): Promise<{ count: number; points: number; balance: number }> {
  const { rows } = await client.query<{ count: number; points: number; balance: number }>(
    `SELECT (SELECT count(*)::int FROM reward_redemptions r WHERE r.customer_id = c.id) AS count,
        (SELECT coalesce(sum(r.points), 0)::int FROM reward_redemptions r WHERE r.customer_id = c.id) AS points,
        (SELECT coalesce(-sum(e.amount), 0)::int FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
          WHERE a.kind = 'customer_points' AND a.owner_id = c.id::text) AS balance
      FROM customers c WHERE c.email = $1`, [CUSTOMER.email]);
  return rows[0]!;
}
