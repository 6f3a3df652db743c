import { describe, expect, test } from 'vitest';
import { looksFrom, missingBrowser, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { client, paydesk, setTheStage, signedIn } from './story.js';

describe.skipIf(missingBrowser())('what recurs and what is pursued, in the browser', () => {
  setTheStage();

  describe.each(looksFrom('desk'))('at $name', (look) => {
    test('an admin sees who is billed by itself, pauses one and lets it go on, and bills one now', async () => {
      const visit = await signedIn(look, 'Admin');
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/admin/recurring`);
      await page.getByText('June Okafor').waitFor();
      await lookAt(visit, 'admin-recurring');
      await page.getByRole('button', { name: 'Pause June Okafor' }).click();
      await page.getByRole('button', { name: 'Resume June Okafor' }).click();
      await page.getByRole('button', { name: 'Pause June Okafor' }).waitFor();
      // The rows move while they are read again: a click must not fall between.
      await page.locator('[data-loading]').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Bill June Okafor now' }).click();
      await page.getByRole('group', { name: /^Bill June Okafor/ }).waitFor();
      await lookAt(visit, 'admin-recurring-ask');
      await page.getByRole('button', { name: 'Bill', exact: true }).click();
      // In the first days of a month it is not billed yet.
      const refused = page.getByText('This period was billed before.');
      const made = page.getByText(/^Made invoice/);
      await refused.or(made).waitFor();
      if (await made.isVisible()) {
        await page.locator('[data-loading]').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Bill June Okafor now' }).click();
        await page.getByRole('button', { name: 'Bill', exact: true }).click();
        await refused.waitFor();
      }
      await page.getByRole('radiogroup').getByText('Paused').click();
      await page.getByText('Sam Whitlock').waitFor();
      await page.getByLabel('Search by customer').fill('nobody like this');
      await page.getByText('Nobody matches').waitFor();
      await lookAt(visit, 'admin-recurring-empty');
      await visit.context.close();
    });

    test('an admin finds what needs him, charges once more, and calls one off', async () => {
      const visit = await signedIn(look, 'Admin');
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/admin/follow-ups`);
      await page.getByText('Given up').first().waitFor();
      await page.getByText('Bank asks holder').first().waitFor();
      await page.getByText('Declined').first().waitFor();
      await lookAt(visit, 'admin-follow-ups');
      const { rows: [before] } = await client.query<{ number: string; attempts: number }>(`SELECT i.number, p.attempts FROM collection_plans p JOIN invoices i ON i.id = p.invoice_id JOIN customers c ON c.id = i.customer_id WHERE c.email = 'mara@client.example' ORDER BY i.number LIMIT 1`);
      await page.getByRole('button', { name: `Charge now: ${before!.number}` }).click();
      await page.getByRole('button', { name: 'Charge', exact: true }).click();
      await page.getByText('The card was declined.').waitFor();
      const { rows: [after] } = await client.query<{ attempts: number }>(`SELECT p.attempts FROM collection_plans p JOIN invoices i ON i.id = p.invoice_id WHERE i.number = $1`, [before!.number]);
      expect(after!.attempts).toBe(before!.attempts + 1);
      await page.getByRole('radiogroup').getByText('Planned').click();
      await page.waitForURL(/kind=planned/);
      await lookAt(visit, 'admin-follow-ups-planned');
      await page.goto(`${paydesk.url}/app/admin/follow-ups?search=nobody`);
      await page.getByText('Nothing matches').waitFor();
      await lookAt(visit, 'admin-follow-ups-empty');
      await visit.context.close();
    });

    test('a customer sees his plan, allows a card, and takes it back', async () => {
      const visit = await signedIn(look, 'Client of an agency');
      const { page } = visit;
      // By the menu and back: each page keeps what it read, and takes nothing for its own that the other did.
      for (let round = 0; round < 2; round++) {
        await chooseInMenu(visit, 'Overview');
        await page.getByText('the next bill comes on').waitFor();
        await chooseInMenu(visit, 'Automatic payments');
        await page.getByRole('heading', { name: 'Your plan' }).waitFor();
      }
      await page.getByRole('button', { name: 'Take this back' }).or(page.getByRole('link', { name: 'Add a card' })).or(page.getByRole('button', { name: 'Allow it' })).waitFor();
      await lookAt(visit, 'portal-automatic');
      if (await page.getByRole('button', { name: 'Take this back' }).isVisible()) {
        await page.getByRole('button', { name: 'Take this back' }).click();
        await page.getByRole('button', { name: 'Take it back' }).click();
      }
      await page.getByRole('radio', { name: /ending/ }).first().check();
      await page.getByRole('checkbox', { name: /without asking me/ }).check();
      await lookAt(visit, 'portal-automatic-allow');
      await page.getByRole('button', { name: 'Allow it' }).click();
      await page.getByText('may be charged by itself. You allowed that').waitFor();
      const { rows: [kept] } = await client.query(`SELECT charge_consent->>'how' AS how FROM billing_settings s JOIN customers c ON c.id = s.customer_id WHERE c.email = 'accounts@harborvine.example'`);
      expect(kept.how).toBe('account');
      await lookAt(visit, 'portal-automatic-allowed');
      // Who removes the card reads what ends with it; it stays.
      await page.goto(`${paydesk.url}/app/cards`);
      const asked = page.getByText('It no longer pays invoices by itself.');
      const remove = page.getByRole('button', { name: /^Remove / });
      await remove.first().waitFor();
      for (let left = await remove.count(); left > 0; left--) await remove.first().click();
      await asked.waitFor();
      expect(await asked.count()).toBe(1);
      await lookAt(visit, 'portal-card-remove-allowed');
      await visit.context.close();
    });
  });
});


async function chooseInMenu({ page, look }: Visit, name: string): Promise<void> {
  if (look.phone) await page.getByRole('button', { name: 'Open the menu' }).click();
  await page.getByRole('link', { name, exact: true }).click();
}
