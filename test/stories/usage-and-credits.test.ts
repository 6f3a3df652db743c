import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { unbalancedUnits } from './books.js';
import { looksFrom, missingBrowser, openVisit } from './browser.js';
import { clickTwice } from './click-twice.js';
import { lookAt } from './look-at.js';
import { browser, client, openPage, setTheStage, signIn } from './story.js';
import { until } from '../until.js';

describe.skipIf(missingBrowser())('usage and credits', () => {
  setTheStage();

  describe.each(looksFrom('phone'))('at $name', (look) => {
    test('a client sees how its app is used, as pictures and as numbers; whoever has none is told so', async () => {
      const visit = await openVisit(browser, look);
      await signIn(visit, 'Client of an agency');
      await openPage('/usage', 'Usage', visit);
      await visit.page.getByRole('heading', { name: 'Most used' }).waitFor();
      await lookAt(visit, 'usage');
      await visit.page.getByText('The numbers').first().click();
      await visit.page.getByRole('rowheader').first().waitFor();
      await visit.page.getByText('7 days', { exact: true }).click();
      await visit.page.waitForURL(/days=7/);
      // The chip that was chosen keeps the focus, so that the arrows lead on from it.
      await visit.page.keyboard.press('ArrowRight');
      await expect.poll(() => visit.page.getByLabel('30 days').isChecked()).toBe(true);
      await visit.page.waitForURL((url) => !url.search.includes('days=7'));
      await visit.page.keyboard.press('ArrowRight');
      await visit.page.waitForURL(/days=90/);
      await visit.page.getByText('Own dates', { exact: true }).click();
      await visit.page.getByLabel('From').waitFor();
      await visit.page.getByRole('button', { name: 'Show' }).click();
      await visit.page.waitForURL(/from=/);
      await expect.poll(() => visit.page.getByRole('button', { name: 'Show' }).evaluate((button) => button === document.activeElement)).toBe(true);
      await visit.page.getByText('7 days', { exact: true }).click();
      await visit.page.waitForURL(/days=7/);
      await expect.poll(() => visit.page.getByLabel('From').count()).toBe(0);
      await lookAt(visit, 'usage-week');
      await visit.context.close();
      const other = await openVisit(browser, look);
      await signIn(other, 'Another customer');
      await openPage('/usage', 'Usage', other);
      await other.page.getByText('No app is connected').waitFor();
      await lookAt(other, 'usage-none');
      await other.context.close();
    });

    test('a customer buys credits by card, and the tables and the book have them once', async () => {
      const visit = await openVisit(browser, look);
      const { page } = visit;
      await signIn(visit, 'Another customer');
      await openPage('/credits', 'Credits', visit);
      const before = await lotsOf('lukasz@demo.example');
      await page.getByRole('button', { name: /^Buy Medium Package/ }).click();
      await page.getByRole('button', { name: /0002/ }).click();
      await page.getByRole('button', { name: 'Pay $15.00' }).click();
      await page.getByText('Nothing was charged').waitFor();
      expect(await lotsOf('lukasz@demo.example')).toEqual(before);
      await page.getByRole('button', { name: /4242/ }).click();
      await lookAt(visit, 'credits-buy');
      await answerOnceBought(page, before.lots);
      await clickTwice(page.getByRole('button', { name: 'Pay $15.00' }));
      await page.getByText('$15.00 of credits are yours').waitFor({ timeout: 12 * HELD_MS });
      await lookAt(visit, 'credits');
      const after = await lotsOf('lukasz@demo.example');
      expect({ lots: after.lots - before.lots, granted: after.granted - before.granted, balance: after.balance - before.balance }).toEqual({ lots: 1, granted: 1_500, balance: 1_500 });
      expect(await unbalancedUnits(client)).toEqual([]);
      await visit.context.close();
    });

    test('a customer whose bank asks is told what became of the purchase, whether he refuses or approves', async () => {
      const visit = await openVisit(browser, look);
      const { page } = visit;
      await signIn(visit, 'Another customer');
      await openPage('/credits', 'Credits', visit);
      const before = await lotsOf('lukasz@demo.example');
      const askTheBank = async (answer: 'Approve' | 'Refuse') => {
        await page.getByRole('button', { name: /^Buy Medium Package/ }).click();
        await page.getByRole('button', { name: /3155/ }).click();
        await page.getByRole('button', { name: 'Pay $15.00' }).click();
        await page.getByRole('button', { name: answer }).click();
      };
      await askTheBank('Refuse');
      await page.getByRole('alert').getByText('Nothing was charged').waitFor();
      expect(page.url()).not.toContain('secret');
      await lookAt(visit, 'credits-refused');
      expect(await lotsOf('lukasz@demo.example')).toEqual(before);
      await askTheBank('Approve');
      await page.getByText('$15.00 of credits are yours').waitFor();
      const after = await lotsOf('lukasz@demo.example');
      expect({ lots: after.lots - before.lots, granted: after.granted - before.granted }).toEqual({ lots: 1, granted: 1_500 });
      await visit.context.close();
    });

    test('a purchase that cannot be looked at is said to be under way, and is not left while it works', async () => {
      const visit = await openVisit(browser, look);
      const { page } = visit;
      await signIn(visit, 'Another customer');
      await openPage('/credits', 'Credits', visit);
      let answer = () => {};
      const held = new Promise<void>((resolve) => { answer = resolve; });
      await page.route('**/v1/payment_intents/*/confirm', async (route) => { await held; await route.continue(); });
      await page.getByRole('button', { name: /^Buy Medium Package/ }).click();
      await page.getByRole('button', { name: /4242/ }).click();
      await page.getByRole('button', { name: 'Pay $15.00' }).click();
      await expect.poll(() => page.getByRole('button', { name: 'Close' }).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
      await page.route('**/api/stripe/payment-history*', (route) => route.abort());
      answer();
      await page.getByText('Your payment is being confirmed').waitFor();
      await page.unrouteAll();
      await page.getByText('$15.00 of credits are yours').waitFor();
      await visit.context.close();
    });

    test('an admin writes a package, and customers find it', async () => {
      const visit = await openVisit(browser, look);
      const { page } = visit;
      await signIn(visit, 'Admin');
      await openPage('/admin/credit-packages', 'Credit packages', visit);
      await page.getByRole('button', { name: 'New package' }).click();
      await page.getByLabel('Name').fill(`Package at ${look.name}`);
      await page.getByLabel(/^Price/).fill('20');
      await page.getByLabel('Credits', { exact: true }).fill('19');
      await page.getByText('At least the price').waitFor();
      await lookAt(visit, 'credit-package-new');
      await page.getByLabel('Credits', { exact: true }).fill('22');
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await page.getByText('$22.00 of credits for $20.00').first().waitFor();
      await lookAt(visit, 'credit-packages');
      await visit.context.close();
    });
  });
});

/** Shorter than the page waits for an answer. */
const HELD_MS = 15_000;

/** The page looks a dozen times for what it bought: its first look is answered at once, each other when the credits are in the tables, or late. */
async function answerOnceBought(page: Page, lots: number): Promise<void> {
  let looks = 0;
  await page.route('**/api/app/credits', async (route) => {
    looks += 1;
    if (looks > 1) await until(async () => (await lotsOf('lukasz@demo.example')).lots > lots, { ms: HELD_MS }).catch(() => undefined);
    await route.continue();
  });
}

async function lotsOf(email: string): Promise<{ lots: number; granted: number; balance: number }> {
  const { rows: [row] } = await client.query<{ lots: number; granted: number; balance: number }>(
    `SELECT count(*)::int AS lots, coalesce(sum(l.amount), 0)::int AS granted,
       (SELECT coalesce(-sum(e.amount), 0)::int FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id JOIN users u ON a.owner_id = u.id::text
        WHERE a.kind = 'user_credits' AND u.email = $1) AS balance
     FROM credit_lots l JOIN users u ON u.id = l.user_id WHERE u.email = $1`, [email]);
  return row!;
}
