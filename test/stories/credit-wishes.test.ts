import { describe, expect, test } from 'vitest';
import { unbalancedUnits } from './books.js';
import { looksFrom, missingBrowser } from './browser.js';
import { clickTwice } from './click-twice.js';
import { lookAt } from './look-at.js';
import { client, openPage, setTheStage, signedIn } from './story.js';

/** Credits are spent and counted while none are bought beside it; the next look finds it as it was. */
const buyByItself = (on: boolean) => client.query(
  `UPDATE credit_top_ups SET active = $1, off_because = CASE WHEN NOT $1 THEN 'holder' END, due_at = NULL WHERE user_id = (SELECT id FROM users WHERE email = 'maria@demo.example')`, [on]);

describe.skipIf(missingBrowser())('credits that look after themselves', () => {
  setTheStage();

  describe.each(looksFrom('phone'))('at $name', (look) => {
    test('a customer decides when to be written to, and lets a card buy more', async () => {
      const visit = await signedIn(look, 'Customer');
      const { page } = visit;
      await openPage('/credits', 'Credits', visit);
      await page.getByText('Medium Package is bought for $15.00').waitFor();
      await lookAt(visit, 'credits-top-up-on');
      await page.getByRole('button', { name: 'Switch it off' }).click();
      await page.getByRole('group', { name: 'Buy no credits by itself any more?' }).getByRole('button', { name: 'Switch it off' }).click();
      await page.getByRole('textbox', { name: 'Times a month at most' }).fill('2');
      await page.getByRole('checkbox', { name: /^This package may be bought/ }).check();
      await page.getByLabel('Below an amount of my own').check();
      await page.getByRole('textbox', { name: 'Below (USD)' }).fill('7.50');
      await lookAt(visit, 'credits-wishes');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved').waitFor();
      await page.getByRole('button', { name: 'Switch it on' }).click();
      await page.getByText('at most 2 times a month').waitFor();
      const { rows } = await client.query(
        `SELECT t.active, t.most_a_month, t.consent->>'how' AS how, w.notice_below::int AS below FROM credit_top_ups t JOIN credit_wallets w USING (user_id) JOIN users u ON u.id = t.user_id WHERE u.email = 'maria@demo.example'`);
      expect(rows).toEqual([{ active: true, most_a_month: 2, how: 'account', below: 750 }]);
      await visit.context.close();
    });

    test('a customer pays an invoice from credits, once, at face value', async () => {
      await buyByItself(false);
      const visit = await signedIn(look, 'Customer');
      const { page } = visit;
      const { rows: [before] } = await client.query<{ credits: number; open: number; id: string }>(
        `SELECT i.id, (i.total - i.amount_paid - i.amount_credited)::int AS open, (SELECT coalesce(sum(l.remaining), 0)::int FROM credit_lots l WHERE l.user_id = u.id) AS credits
         FROM invoices i JOIN customer_users m ON m.customer_id = i.customer_id JOIN users u ON u.id = m.user_id
         WHERE u.email = 'maria@demo.example' AND i.issued_at IS NOT NULL AND i.voided_at IS NULL AND i.paid_at IS NULL ORDER BY i.total DESC, i.id LIMIT 1`);
      if (!before) throw new Error('the demo has an open invoice');
      await openPage(`/invoices/${before.id}/pay`, /^Pay invoice/, visit);
      await page.getByRole('heading', { name: 'Pay from your credits' }).waitFor();
      await lookAt(visit, 'pay-from-credits');
      await clickTwice(page.getByRole('button', { name: /^Use .* of credits/ }));
      await page.getByText('paid from your credits').waitFor();
      const { rows: [after] } = await client.query<{ credits: number; open: number }>(
        `SELECT (i.total - i.amount_paid - i.amount_credited)::int AS open, (SELECT coalesce(sum(l.remaining), 0)::int FROM credit_lots l JOIN users u ON u.id = l.user_id WHERE u.email = 'maria@demo.example') AS credits
         FROM invoices i WHERE i.id = $1`, [before.id]);
      expect(before.open - after!.open).toBe(before.credits - after!.credits);
      expect(before.credits - after!.credits).toBe(Math.min(before.credits, before.open));
      await lookAt(visit, 'paid-from-credits');
      expect(await unbalancedUnits(client)).toEqual([]);
      await visit.context.close();
    });

    test('an admin gives credits and takes some back, each once, with the reason beside them', async () => {
      const visit = await signedIn(look, 'Admin');
      const { page } = visit;
      const { rows: [maria] } = await client.query<{ id: string; customer: string }>(`SELECT u.id, m.customer_id AS customer FROM users u JOIN customer_users m ON m.user_id = u.id WHERE u.email = 'maria@demo.example'`);
      const balance = async () => (await client.query<{ cents: number }>(`SELECT coalesce(sum(remaining), 0)::int AS cents FROM credit_lots WHERE user_id = $1`, [maria!.id])).rows[0]!.cents;
      await openPage(`/admin/customers/${maria!.customer}/credits?user=${maria!.id}`, /^Credits of/, visit);
      const before = await balance();
      const give = page.getByRole('form', { name: 'Give credits' });
      await give.getByLabel(/^Amount/).fill('12.5');
      await give.getByLabel('Reason').fill('Sorry for the wait');
      await clickTwice(give.getByRole('button', { name: 'Give' }));
      await page.getByText('Given', { exact: true }).waitFor();
      await page.getByRole('cell', { name: /Sorry for the wait/ }).first().waitFor();
      const take = page.getByRole('form', { name: 'Take credits back' });
      await take.getByLabel(/^Amount/).fill('2.5');
      await take.getByLabel('Reason').fill('Given twice');
      await take.getByRole('button', { name: 'Take back' }).click();
      await page.getByText('Taken back', { exact: true }).waitFor();
      expect(await balance()).toBe(before + 1_000);
      await lookAt(visit, 'credits-of');
      await openPage('/admin/credit-packages', 'Credit packages', visit);
      await page.getByRole('textbox', { name: /^Write to a customer/ }).waitFor();
      await lookAt(visit, 'credit-packages-notice');
      await openPage(`/admin/customers/${maria!.customer}/credits?user=${maria!.id}`, /^Credits of/, visit);
      await take.getByLabel(/^Amount/).fill('99999');
      await take.getByLabel('Reason').fill('Too much');
      await take.getByRole('button', { name: 'Take back' }).click();
      await page.getByText('There are not enough credits for that.').waitFor();
      expect(await balance()).toBe(before + 1_000);
      expect(await unbalancedUnits(client)).toEqual([]);
      await buyByItself(true);
      await visit.context.close();
    });
  });
});
