import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { browser, client, paydesk, setTheStage, signIn } from './story.js';
import { until } from '../until.js';

const PASSWORD = 'a-new-client-comes-in-9';

describe.skipIf(missingBrowser())('an admin keeps the customer book', () => {
  setTheStage();

  describe.each(looksFrom('desk'))('at $name', (look) => {
    let admin: Visit;
    const company = `Copper Kettle ${look.name}`;
    const invited = `vera-${look.name}@client.example`;
    beforeAll(async () => {
      admin = await openVisit(browser, look);
      await signIn(admin, 'Admin');
    });
    afterAll(() => admin.context.close());

    test('sees how the business stands, in figures that are those of the ledger', async () => {
      const { page } = admin;
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await page.getByText('Outstanding').waitFor();
      // What is owed may change while the page stands there: then it is opened again.
      await until(async () => {
        const { rows } = await client.query<{ cents: string }>(
          `SELECT sum(b.balance)::text AS cents FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id WHERE a.kind = 'receivable'`);
        if ((await page.getByRole('main').innerText()).replaceAll(',', '').includes(`$${(Number(rows[0]?.cents) / 100).toFixed(2)}`)) return true;
        await page.reload();
        await page.getByText('Outstanding').waitFor();
        return false;
      }, { what: 'the receivables of the ledger on the page', said: () => page.getByRole('main').innerText() });
      await lookAt(admin, 'dashboard');
      await page.getByText('The numbers').first().click();
      await page.getByRole('columnheader', { name: 'Received' }).waitFor();
      await lookAt(admin, 'dashboard-numbers');
    });

    test('adds a client, says how it is billed, and invites somebody, by keyboard where it matters', async () => {
      const { page } = admin;
      await page.goto(`${paydesk.url}/app/admin/customers`);
      await page.getByRole('link', { name: 'Harbor & Vine Hotels' }).waitFor();
      await lookAt(admin, 'customers');
      await page.keyboard.press('/');
      await page.keyboard.type('no such client');
      await page.getByRole('heading', { name: 'Nobody matches' }).waitFor();
      await lookAt(admin, 'customers-none');
      await page.getByRole('link', { name: 'New customer' }).click();
      await page.getByLabel('Company').fill(company);
      await page.getByLabel('Contact').fill('Vera Bell');
      await page.getByLabel('Billing e-mail').fill('accounts@harborvine.example');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('Another customer has this e-mail address.').waitFor();
      await lookAt(admin, 'new-customer-refused');
      await page.getByLabel('Billing e-mail').fill(`accounts-${look.name}@kettle.example`);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: company }).waitFor();
      await page.getByRole('button', { name: 'Edit billing' }).click();
      await page.getByLabel(/^Monthly fee/).fill('480.50');
      await page.getByLabel('Billing day').fill('31');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('$480.50 a month').waitFor();
      await page.getByText('Next bill').waitFor();
      await page.getByRole('button', { name: 'Invite somebody' }).click();
      await page.getByLabel('Name').fill('Vera Bell');
      await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill(invited);
      await page.getByRole('button', { name: 'Send the invitation' }).click();
      await page.getByText('Invited', { exact: true }).waitFor();
      await lookAt(admin, 'customer');
      const { rows } = await client.query(
        `SELECT b.monthly_fee::int AS fee, b.billing_day, b.fee_since IS NOT NULL AS recurs FROM customers c JOIN billing_settings b ON b.customer_id = c.id WHERE c.company_name = $1`, [company]);
      expect(rows).toEqual([{ fee: 48_050, billing_day: 31, recurs: true }]);
    });

    test('whoever is invited follows the link of the mail, once, and is at home in the client’s account', async () => {
      const guest = await openVisit(browser, look);
      const { page } = guest;
      const link = await linkIn(invited);
      await page.goto(link);
      await page.getByRole('heading', { name: 'Welcome' }).waitFor();
      await lookAt(guest, 'accept-invitation');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByRole('heading', { name: 'Hello, Vera' }).waitFor();
      await page.getByText('$480.50 a month').waitFor();
      await lookAt(guest, 'client-overview');
      expect((await (await page.request.get(`${paydesk.url}/customers/me`)).json()) as object).toMatchObject({ company_name: company });
      await page.goto('about:blank');
      await page.goto(link);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Save and sign in' }).click();
      await page.getByRole('alert').waitFor();
      await guest.context.close();
    });

    test('puts the client away, which shuts its people out, and brings it back', async () => {
      const { page } = admin;
      await page.reload();
      await page.getByText('Active', { exact: true }).first().waitFor();
      await page.getByRole('button', { name: 'Put away' }).click();
      await page.getByRole('group', { name: 'Put this customer away?' }).getByRole('button', { name: 'Put away' }).click();
      await page.getByText(/^Put away on/).waitFor();
      await lookAt(admin, 'customer-archived');
      const login = () => page.request.post(`${paydesk.url}/auth/login`, { data: { email: invited, password: PASSWORD }, headers: { origin: paydesk.url } });
      expect((await login()).status()).toBe(401);
      await page.getByRole('button', { name: 'Bring back' }).click();
      await page.getByRole('group', { name: 'Bring this customer back?' }).getByRole('button', { name: 'Bring back' }).click();
      await page.getByRole('button', { name: 'Put away' }).waitFor();
      await page.goto(`${paydesk.url}/app/admin/customers?search=Harbor`);
      await page.getByRole('link', { name: 'Harbor & Vine Hotels' }).click();
      await page.getByText('This customer cannot be put away yet:').waitFor();
    });
  });
});

/** Opens the mailbox as its reader would. */
async function linkIn(address: string): Promise<string> {
  const found = async () => {
    const mails = (await (await fetch(`${paydesk.mailbox}/messages?search=${encodeURIComponent(address)}`)).json()) as { subject: string; text: string }[];
    return /https?:\/\/\S+#token=[\w.-]+/.exec(mails[0]?.text ?? '')?.[0] ?? null;
  };
  await expect.poll(found).not.toBeNull();
  return (await found()) ?? '';
}
