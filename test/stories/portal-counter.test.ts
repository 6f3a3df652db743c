import { describe, expect, test } from 'vitest';
import { unbalancedUnits } from './books.js';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { browser, client, openPage, paydesk, setTheStage, signIn } from './story.js';

describe.skipIf(missingBrowser())('an admin serves the customers of the portal', () => {
  setTheStage();

  describe.each(looksFrom('phone'))('at $name', (look) => {
    test('sees all payments and the calendar, and books a visit', async () => {
      const other = await openVisit(browser, look);
      await signIn(other, 'Admin');
      await openPage('/admin/payments', 'Payments', other);
      await other.page.getByRole('main').getByRole('link').first().waitFor();
      await lookAt(other, 'admin-payments');
      await openPage('/admin/appointments', 'Appointments', other);
      await other.page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
      await other.page.getByRole('button', { name: /Start|The work is done/ }).waitFor();
      await lookAt(other, 'admin-appointment');
      await openPage('/admin/appointments', 'Appointments', other);
      await other.page.getByRole('button', { name: 'Book a visit' }).click();
      const dialog = other.page.getByRole('dialog');
      await dialog.getByLabel('Customer').fill('Helena');
      await other.page.getByRole('option').first().click();
      await dialog.getByLabel('Starts').fill('2027-03-15T10:30');
      await dialog.getByLabel('Services').fill('Carpet cleaning');
      await dialog.getByLabel('Services').press('Enter');
      await lookAt(other, 'admin-book-visit');
      await dialog.getByRole('button', { name: 'Book it' }).click();
      await other.page.getByRole('button', { name: 'Start' }).waitFor();
      await other.page.getByRole('main').getByText('Carpet cleaning').first().waitFor();
      await other.context.close();
    });

    test('hands out what points bought, gives points back, and writes what they buy', async () => {
      const other = await openVisit(browser, look);
      await signIn(other, 'Admin');
      const { page } = other;
      await openPage('/admin/rewards/catalogue', 'What points buy', other);
      const name = `A cup of tea at ${look.name}`;
      await page.getByRole('button', { name: 'New reward' }).click();
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Points').fill('2');
      await lookAt(other, 'admin-reward-new');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: `Change ${name}` }).click();
      await page.getByLabel('Points').fill('3');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('listitem').filter({ hasText: name }).getByText('3 points').waitFor();
      await lookAt(other, 'admin-catalogue');
      const { rows: [reward] } = await client.query<{ id: string }>('SELECT id FROM rewards WHERE name = $1', [name]);
      const customer = { authorization: `Bearer ${paydesk.demo.tokens['portal.customer']}` };
      for (let i = 0; i < 3; i++) expect((await fetch(`${paydesk.url}/api/rewards/${reward!.id}/redeem`, { method: 'POST', headers: customer })).status).toBe(200);
      const before = await pointsOf(reward!.id);
      await openPage('/admin/rewards', 'Rewards', other);
      await page.getByRole('searchbox').fill(name);
      const mine = page.getByRole('main').getByRole('listitem').filter({ hasText: name });
      await page.getByText('3 shown, that is all').waitFor();
      await lookAt(other, 'admin-rewards');
      await mine.first().getByRole('button', { name: `Hand out ${name}` }).click();
      await page.getByText(`${name} was handed out to`).waitFor();
      await expect.poll(() => mine.count()).toBe(2);
      await mine.first().getByRole('button', { name: 'Give points back' }).press('Enter');
      await lookAt(other, 'admin-reward-back');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByText(/^3 points went back to /).waitFor();
      await expect.poll(() => mine.count()).toBe(1);
      await lookAt(other, 'admin-reward-given-back');
      await decideElsewhere(other, reward!.id);
      await mine.getByRole('button', { name: `Hand out ${name}` }).click();
      await page.getByRole('alert').getByText('It was handed out before').waitFor();
      await page.getByText('Nothing matches').waitFor();
      await lookAt(other, 'admin-rewards-none');
      await page.getByText('All', { exact: true }).click();
      await expect.poll(() => mine.getByText('Handed out', { exact: true }).count()).toBe(2);
      await mine.getByText('Points given back', { exact: true }).waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
      await lookAt(other, 'admin-rewards-all');
      expect(await pointsOf(reward!.id)).toBe(before + 3);
      expect(await unbalancedUnits(client)).toEqual([]);
      await other.context.close();
    });

    test('is led by one page from the business to the first invoice', async () => {
      const other = await openVisit(browser, look);
      await signIn(other, 'Admin');
      const { page } = other;
      await openPage('/admin/setup', 'Set-up', other);
      await page.getByText('The processor accepts our keys').waitFor();
      await lookAt(other, 'admin-setup');
      const zone = page.getByRole('combobox', { name: 'Time zone' }).or(page.getByRole('textbox', { name: 'Time zone' }));
      const rightZone = await zone.inputValue();
      await zone.fill('New York');
      await zone.press('Escape');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Choose a zone from the list').waitFor();
      expect(await zone.getAttribute('aria-invalid')).toBe('true');
      await lookAt(other, 'admin-setup-wrong-zone');
      await zone.fill('new york');
      await page.getByRole('option', { name: 'America/New_York' }).click();
      expect(await zone.inputValue()).toBe('America/New_York');
      await zone.fill(rightZone);
      await zone.press('Escape');
      await page.getByLabel(/^Reminders/).fill('7, 3');
      await page.getByText('Up to ten rising numbers of days').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Save the rules' }).isDisabled()).toBe(true);
      await page.getByLabel(/^Reminders/).fill('3, 10');
      await page.getByLabel(/^Fee for cancelling late/).fill('30.50');
      await page.getByRole('button', { name: 'Save the rules' }).click();
      await page.getByText('The rules are saved').waitFor();
      await page.getByLabel(/^Notice before a card/).fill('4');
      await expect.poll(() => page.getByText('The rules are saved').count()).toBe(0);
      await page.getByRole('region', { name: 'Your business' }).getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved', { exact: true }).waitFor();
      await page.getByLabel('E-mail for questions').fill('desk@business.test');
      await expect.poll(() => page.getByText('Saved', { exact: true }).count()).toBe(0);
      const { rows: rules } = await client.query(`SELECT key, value FROM settings WHERE key IN ('reminder_days', 'late_cancellation_fee', 'points_expire_months') ORDER BY key`);
      expect(rules).toEqual([{ key: 'late_cancellation_fee', value: 3_050 }, { key: 'points_expire_months', value: 12 }, { key: 'reminder_days', value: [3, 10] }]);
      const email = `first-${look.name}@example.test`;
      await page.getByLabel('Customer’s name').fill('First Customer');
      await page.getByLabel('Customer’s e-mail').fill(email);
      await page.getByRole('button', { name: 'Add the customer' }).click();
      await page.getByText('First Customer is in the book').waitFor();
      await expect.poll(() => page.getByPlaceholder('Search by name').inputValue()).toContain(email);
      await page.getByLabel('What for').fill('A first visit');
      await page.getByLabel(/^Price/).fill('120.50');
      await lookAt(other, 'admin-setup-invoice');
      await page.getByRole('button', { name: /^Send an invoice of \$120\.50/ }).click();
      await page.getByRole('heading', { name: /^Invoice INV-/ }).waitFor();
      const { rows } = await client.query('SELECT i.amount::int FROM invoices i JOIN customers c ON c.id = i.customer_id WHERE c.email = $1 AND i.number IS NOT NULL', [email]);
      expect(rows).toEqual([{ amount: 12_050 }]);
      await other.context.close();
    });
  });
});

/** A colleague hands out what waits of this reward while the page shows it still. */
async function decideElsewhere({ page }: Visit, rewardId: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM reward_redemptions WHERE reward_id = $1 AND state = 'pending'`, [rewardId]);
  expect(rows).toHaveLength(1);
  expect(await page.evaluate(`fetch('/api/app/redemptions/${rows[0]!.id}/fulfil', { method: 'POST' }).then(async (answer) => (await answer.text(), answer.status))`)).toBe(200);
}

/** The balance of whoever took this reward, by the book. */
async function pointsOf(rewardId: string): Promise<number> {
  const { rows } = await client.query<{ balance: number }>(
    `SELECT coalesce(-sum(e.amount), 0)::int AS balance FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
      WHERE a.kind = 'customer_points' AND a.owner_id IN (SELECT customer_id::text FROM reward_redemptions WHERE reward_id = $1)`, [rewardId]);
  return rows[0]!.balance;
}
