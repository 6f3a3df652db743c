import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseAnotherCard } from './choose-card.js';
import { clickTwice } from './click-twice.js';
import { readBooks, subjectsAbout, unbalancedUnits, type InvoiceBooks } from './books.js';
import { looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { lookAt } from './look-at.js';
import { browser, client, paydesk, setTheStage } from './story.js';

interface OpenInvoice {
  id: string;
  invoice_number: string;
  amount_due: number;
  /** What was held before the journey: some were paid in part long ago. */
  before: InvoiceBooks;
}

const used = new Set<string>();

describe.skipIf(missingBrowser())('a customer pays an invoice in the browser', () => {
  setTheStage();

  describe.each(looksFrom('desk'))('at $name', (look) => {
    let visit: Visit;
    beforeAll(async () => { visit = await openVisit(browser, look); });
    afterAll(() => visit.context.close());

    test('signs in by one click and sees what is open', async () => {
      const { page } = visit;
      await page.goto(`${paydesk.url}/app/invoices?status=open`);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await lookAt(visit, 'sign-in');
      await page.getByRole('button', { name: /^Customer/ }).click();
      await page.getByRole('link', { name: /^INV-/ }).first().waitFor();
      expect(page.url()).toBe(`${paydesk.url}/app/invoices?status=open`);
      await lookAt(visit, 'invoices');
    });

    test('pays with a card: settled once, with receipt and points', async () => {
      const { page } = visit;
      const invoice = await openNextInvoice(visit);
      await lookAt(visit, 'invoice');
      await page.getByRole('link', { name: /^Pay \$/ }).click();
      await chooseAnotherCard(visit);
      await lookAt(visit, 'pay');
      await page.getByRole('button', { name: /4242/ }).click();
      await clickTwice(page.getByRole('button', { name: /^Pay \$/ }));
      await page.getByRole('heading', { name: 'Paid' }).waitFor();
      await lookAt(visit, 'receipt');
      const books = await expectPaidOnce(invoice);
      // What was earned before by a part is no news of this payment.
      if (invoice.before.settlements === 0) {
        await expect.poll(() => page.getByRole('region', { name: 'Receipt' }).innerText()).toContain(`+${books.points.toLocaleString('en-US')} points`);
      }
      expect(books.points).toBe(Math.floor(books.total / 10));
      expect(await unbalancedUnits(client)).toEqual([]);
      await expect.poll(() => subjectsAbout(paydesk, invoice.invoice_number)).toContainEqual(expect.stringMatching(/receipt|payment/i));
      await page.getByRole('link', { name: 'This invoice' }).click();
      await page.getByRole('heading', { name: 'Payments' }).waitFor();
      await lookAt(visit, 'invoice-paid');
    });

    test('is told clearly that a card is declined, and may pay with another', async () => {
      const { page } = visit;
      const invoice = await openPayPage(visit);
      await page.getByRole('button', { name: /0002/ }).click();
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page.getByRole('alert').getByText('Your card was declined.').waitFor();
      await lookAt(visit, 'declined');
      await expectUnpaid(invoice);
      await page.getByRole('button', { name: /4242/ }).click();
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page.getByRole('heading', { name: 'Paid' }).waitFor();
      await expect.poll(() => page.getByRole('region', { name: 'Receipt' }).innerText()).toContain(invoice.invoice_number);
      await expectPaidOnce(invoice);
    });

    test('approves at the bank, and it is paid', async () => {
      const { page } = visit;
      const invoice = await openPayPage(visit);
      await askTheBank(visit);
      await lookAt(visit, 'bank');
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('heading', { name: 'Paid' }).waitFor();
      expect(page.url()).not.toContain('secret');
      await expectPaidOnce(invoice);
    });

    test('loses the answer of the processor: the page says so, waits, and finds the payment', async () => {
      const { page } = visit;
      const invoice = await openPayPage(visit);
      const recording = '**/api/app/payments/*/confirm';
      await page.route('**/v1/payment_intents/*/confirm', async (route) => {
        await route.fetch();
        await route.abort();
      });
      await page.route(recording, (route) => route.abort());
      await page.getByRole('button', { name: /4242/ }).click();
      await page.getByRole('button', { name: /^Pay \$/ }).click();
      await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
      await lookAt(visit, 'waiting');
      await expect.poll(() => page.getByRole('main').innerText()).toContain('do not pay a second time');
      await page.unrouteAll();
      await page.getByRole('heading', { name: 'Paid' }).waitFor();
      await expectPaidOnce(invoice);
    });

    test('refuses at the bank, and the invoice stays payable', async () => {
      const { page } = visit;
      const invoice = await openPayPage(visit);
      await askTheBank(visit);
      await page.getByRole('button', { name: 'Refuse' }).click();
      await page.getByRole('heading', { name: 'The payment was refused' }).waitFor();
      await lookAt(visit, 'refused');
      await expectUnpaid(invoice);
      await page.getByRole('link', { name: 'Try again' }).click();
      await chooseAnotherCard(visit);
      await expect.poll(() => page.getByRole('button', { name: /^Pay \$/ }).isEnabled()).toBe(true);
    });
  });
});

/** One that no other journey has touched. */
async function openNextInvoice({ page }: Visit): Promise<OpenInvoice> {
  const answer = await page.request.get(`${paydesk.url}/api/app/invoices?status=open&limit=100`);
  const { items } = (await answer.json()) as { items: Omit<OpenInvoice, 'before'>[] };
  const found = items.find(({ id }) => !used.has(id));
  if (!found) throw new Error('The demo has no payable invoice left.');
  used.add(found.id);
  const invoice = { ...found, before: await readBooks(client, paydesk, found.id) };
  await page.goto(`${paydesk.url}/app/invoices/${invoice.id}`);
  await page.getByRole('heading', { name: `Invoice ${invoice.invoice_number}` }).waitFor();
  return invoice;
}

async function openPayPage(visit: Visit): Promise<OpenInvoice> {
  const invoice = await openNextInvoice(visit);
  await visit.page.getByRole('link', { name: /^Pay \$/ }).click();
  await chooseAnotherCard(visit);
  return invoice;
}

async function askTheBank({ page }: Visit): Promise<void> {
  await page.getByRole('button', { name: /3155/ }).click();
  await page.getByRole('button', { name: /^Pay \$/ }).click();
  await page.getByRole('button', { name: 'Approve' }).waitFor();
}

async function expectUnpaid(invoice: OpenInvoice): Promise<void> {
  expect(await readBooks(client, paydesk, invoice.id)).toEqual(invoice.before);
}

/** One settlement and one charge more than before, of just what was owed. */
async function expectPaidOnce({ id, amount_due, before }: OpenInvoice): Promise<InvoiceBooks> {
  const books = await readBooks(client, paydesk, id);
  expect(books).toMatchObject({
    paid: books.total, settlements: before.settlements + 1, charges: before.charges + 1, received: before.received + Math.round(amount_due * 100),
  });
  return books;
}
