import { describe, expect, test } from 'vitest';
import { unbalancedUnits } from './books.js';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { clickTwice } from './click-twice.js';
import { lookAt } from './look-at.js';
import { browser, client, mailedLink, paydesk, setTheStage, signedIn } from './story.js';

describe.skipIf(missingBrowser())('an offer becomes money in the browser', () => {
  setTheStage();

  describe.each(looksFrom('desk'))('at $name', (look) => {
    const title = `Shop front, ${look.name}`;
    let link = '';

    test('an admin writes it, with a schedule that always makes 100, and sends it', async () => {
      const visit = await signedIn(look, 'Admin');
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/admin/proposals`);
      await page.getByText('Restaurant pages').waitFor();
      await lookAt(visit, 'admin-proposals');
      await page.getByRole('link', { name: 'New offer' }).click();
      await page.getByRole('button', { name: 'Save and send' }).click();
      await page.getByText('Give it a title').waitFor();
      await lookAt(visit, 'admin-proposal-missing');
      await page.getByText('Choose a customer').waitFor();
      await page.getByPlaceholder('Search by name').fill('Grace');
      await page.getByRole('option', { name: 'Grace Hopper-Lee' }).click();
      await page.getByLabel('Title').fill(title);
      await page.getByLabel('What you offer').fill('Painting, letters and light.\n\n• Two drafts\n• Permission of the landlord');
      await page.getByLabel('Total before tax').fill('1000.01');
      await page.getByRole('button', { name: 'Add a stage' }).click();
      const [first, second, third] = [1, 2, 3].map((n) => page.getByRole('group', { name: `Stage ${n}` }));
      await first!.getByLabel('Share').fill('33.33');
      await second!.getByLabel('Milestone').fill('Halfway');
      await second!.getByLabel('Share').fill('33.33');
      await third!.getByLabel('Milestone').fill('Light on');
      await expect.poll(() => third!.getByLabel('Share').inputValue()).toBe('33.34 %');
      await page.getByText('$333.40').first().waitFor();
      await first!.getByLabel('Share').fill('70');
      await page.getByText('The stages make more than 100 %').waitFor();
      await first!.getByLabel('Share').fill('33.33');
      await lookAt(visit, 'admin-proposal-editor');
      await page.getByRole('button', { name: 'Save and send' }).click();
      await page.getByRole('heading', { name: title }).waitFor();
      await page.getByRole('button', { name: 'Copy the link' }).waitFor();
      await lookAt(visit, 'admin-proposal-sent');
      link = await mailedLink('grace@demo.example', title);
      await visit.context.close();
    });

    test('the customer reads it behind the link, says yes, and pays the first stage without an account', async () => {
      const visit = await openVisit(browser, look);
      const { page } = visit;
      await page.goto(link);
      await page.getByRole('heading', { name: title }).waitFor();
      await lookAt(visit, 'public-proposal');
      const pdf = await page.request.get(`${paydesk.url}/api/app/public/${link.split('/').pop()}/proposal/pdf`);
      expect([pdf.status(), (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
      await page.getByRole('button', { name: 'Accept the offer' }).click();
      await page.getByText('Enter your first and last name').waitFor();
      await page.getByLabel('Your full name').fill('Grace Hopper-Lee');
      await page.getByLabel('Pay the later stages with the same card, by itself').check();
      await clickTwice(page.getByRole('button', { name: 'Accept the offer' }));
      await page.getByText('Thank you: this offer is accepted').waitFor();
      await lookAt(visit, 'public-proposal-accepted');
      await expect.poll(() => page.getByLabel('Save this card for the later stages').isChecked()).toBe(true);
      await page.getByRole('button', { name: /^Is declined/ }).click();
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page.getByText('Nothing was charged').waitFor();
      await page.getByRole('button', { name: /^Asks for approval/ }).click();
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page.getByRole('button', { name: 'Refuse' }).click();
      await page.getByRole('alert').getByText('Nothing was charged').waitFor();
      expect(page.url()).not.toContain('secret');
      await page.getByRole('button', { name: /^Pays/ }).click();
      await page.getByRole('button', { name: /^Pay \$333\.30/ }).click();
      await page.getByText('Paid', { exact: true }).first().waitFor();
      await page.getByText('Charged to the saved card on its day').first().waitFor();
      await page.getByText('Nothing is to be paid now').waitFor();
      await lookAt(visit, 'public-proposal-paid');
      const [decision] = (await client.query('SELECT d.* FROM proposal_decisions d JOIN proposals p ON p.id = d.proposal_id WHERE p.title = $1', [title])).rows;
      expect(decision).toMatchObject({ decision: 'accepted', channel: 'link', signer_name: 'Grace Hopper-Lee', charge_consent: true });
      expect(decision.user_agent).toContain('Chrome');
      const invoices = (await client.query('SELECT i.amount::int, i.paid_at IS NOT NULL AS paid, i.auto_charge FROM invoices i JOIN proposals p ON p.id = i.proposal_id WHERE p.title = $1 ORDER BY i.proposal_stage', [title])).rows;
      expect(invoices).toEqual([{ amount: 33_330, paid: true, auto_charge: false }, { amount: 33_331, paid: false, auto_charge: true }, { amount: 33_340, paid: false, auto_charge: true }]);
      const [settings] = (await client.query(`SELECT b.method_id, b.charge_consent FROM billing_settings b JOIN customers c ON c.id = b.customer_id WHERE c.email = 'grace@demo.example'`)).rows;
      expect(settings.method_id).toMatch(/^pm_/);
      expect(settings.charge_consent).toMatchObject({ name: 'Grace Hopper-Lee' });
      expect(await unbalancedUnits(client)).toEqual([]);
      await page.goto(link);
      await page.getByText('Thank you: this offer is accepted').waitFor();
      expect(await page.getByRole('button', { name: 'Accept the offer' }).count()).toBe(0);
      await visit.context.close();
    });

    test('a signed-in client finds his offers and declines one, with the keyboard alone', async () => {
      const admin = await signedIn(look, 'Admin');
      const id = await write(admin, 'accounts@harborvine.example', `Signs, ${look.name}`);
      const visit = await signedIn(look, 'Client of an agency');
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/proposals`);
      await page.getByText('Loyalty club for regular guests').waitFor();
      expect(await page.getByText('Restaurant pages').count(), 'a draft is nobody else’s business').toBe(0);
      await lookAt(visit, 'portal-proposals');
      await page.goto(`${paydesk.url}/app/proposals/${id}`);
      await page.getByRole('button', { name: 'Decline instead' }).focus();
      await page.keyboard.press('Enter');
      await page.getByLabel('Why not?').waitFor();
      await page.keyboard.type('Not this year');
      await lookAt(visit, 'portal-proposal-declining');
      await page.getByRole('button', { name: 'Decline the offer' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('This offer was declined').waitFor();
      await lookAt(visit, 'portal-proposal-declined');
      await admin.page.goto(`${paydesk.url}/app/admin/proposals/${id}`);
      await admin.page.getByText('Not this year').waitFor();
      await lookAt(admin, 'admin-proposal-declined');
      await Promise.all([visit.context.close(), admin.context.close()]);
    });

    test('an admin decides in somebody’s name, and makes the invoices', async () => {
      const visit = await signedIn(look, 'Admin');
      const { page } = visit;
      const id = await write(visit, 'dmitry@demo.example', `Awning, ${look.name}`);
      await page.goto(`${paydesk.url}/app/admin/proposals/${id}`);
      await page.getByLabel('Did they decide some other way?').fill('On the phone');
      await page.getByRole('button', { name: 'Accept for them' }).click();
      await page.getByRole('button', { name: 'Yes, accepted' }).click();
      await page.getByRole('button', { name: 'Make its invoices' }).waitFor();
      await lookAt(visit, 'admin-proposal-accepted');
      await clickTwice(page.getByRole('button', { name: 'Make its invoices' }));
      await page.getByRole('heading', { name: 'Invoices' }).waitFor();
      await lookAt(visit, 'admin-proposal-billed');
      const { rows } = await client.query('SELECT count(*)::int AS n, sum(amount)::int AS sum FROM invoices WHERE proposal_id = $1', [id]);
      expect(rows).toEqual([{ n: 2, sum: 50_000 }]);
      await visit.context.close();
    });

    test('links of what expired, was withdrawn, or never was say so', async () => {
      const visit = await openVisit(browser, look);
      const { page } = visit;
      await page.goto(await mailedLink('accounts@harborvine.example', 'Loyalty club for regular guests'));
      await page.getByText('This offer has expired').waitFor();
      await lookAt(visit, 'public-proposal-expired');
      const admin = await signedIn(look, 'Admin');
      const id = await write(admin, 'eleni@demo.example', `Terrace, ${look.name}`);
      const taken = await mailedLink('eleni@demo.example', `Terrace, ${look.name}`);
      await page.goto(taken);
      await page.getByLabel('Your full name').fill('Ελένη Παπαδοπούλου');
      await send(admin, 'PUT', `/proposals/${id}`, { total_amount: 400 });
      await page.getByRole('button', { name: 'Accept the offer' }).click();
      await page.getByText('The offer is not what it was').waitFor();
      await lookAt(visit, 'public-proposal-changed');
      await page.getByRole('button', { name: 'Show it as it is now' }).click();
      await page.getByText('$400.00').first().waitFor();
      await send(admin, 'PUT', `/proposals/${id}`, { status: 'draft' });
      await page.goto(taken);
      await page.getByRole('heading', { name: 'This offer was withdrawn' }).waitFor();
      await lookAt(visit, 'public-proposal-withdrawn');
      await page.goto(`${taken.slice(0, -1)}${taken.endsWith('A') ? 'B' : 'A'}`);
      await page.getByRole('heading', { name: 'This link does not lead anywhere' }).waitFor();
      await lookAt(visit, 'public-proposal-unknown');
      await Promise.all([visit.context.close(), admin.context.close()]);
    });
  });
});

async function send({ page }: Visit, method: 'POST' | 'PUT', path: string, data: object): Promise<Record<string, unknown>> {
  const answer = await page.request.fetch(`${paydesk.url}${path}`, { method, data, headers: { origin: paydesk.url } });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
}

/** An offer in two halves, sent at once. */
async function write(visit: Visit, email: string, title: string): Promise<string> {
  const { rows } = await client.query('SELECT id FROM customers WHERE email = $1', [email]);
  const schedule = [{ percentage: 50, milestone: 'Kickoff', due_days: 0 }, { percentage: 50, milestone: 'Delivery' }];
  const written = await send(visit, 'POST', '/proposals', { customer_id: rows[0].id, title, total_amount: 500, billing_schedule: schedule, status: 'sent' });
  return String(written['id']);
}
