import { describe, expect, test } from 'vitest';
import { unbalancedUnits } from './books.js';
import { looks, looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { clickTwice } from './click-twice.js';
import { lookAt } from './look-at.js';
import { browser, client, paydesk, setTheStage, signIn } from './story.js';

const CLIENT = 'accounts@harborvine.example';

describe.skipIf(missingBrowser())('an invoice from draft to money, and what is done to it by hand', () => {
  setTheStage();

  test.each(looksFrom('desk'))('is drafted, sent, and paid by its client through the mailed link, at $name', async (look) => {
    const visit = await openVisit(browser, look);
    const { page } = visit;
    await signIn(visit, 'Admin');
    await page.goto(`${paydesk.url}/app/admin/invoices`);
    await page.getByRole('link', { name: 'New invoice' }).click();
    await page.getByRole('combobox', { name: /^Customer/ }).fill('harborvine');
    await page.getByRole('option', { name: /harborvine/ }).click();
    await page.getByLabel('Description').fill('Website relaunch');
    await page.getByLabel('Price').fill('1000');
    await page.getByLabel('Tax (%)').fill('10');
    await page.getByLabel(/^Infrastructure costs/).fill('50');
    await page.getByLabel(/^Tax on them/).fill('10');
    await page.getByLabel('Milestone').fill(`Kickoff ${look.name}`);
    await page.getByText('$1,155.00').waitFor();
    await lookAt(visit, 'invoice-new');
    await page.getByRole('button', { name: 'Save as a draft' }).click();
    await page.getByRole('heading', { name: 'Draft', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByRole('group', { name: 'Line 2' }).getByLabel('Description').fill('Copy');
    await page.getByRole('group', { name: 'Line 2' }).getByLabel('Price').fill('45');
    await lookAt(visit, 'invoice-edit');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await lookAt(visit, 'invoice-send');
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText(/^Sent as INV-/).waitFor();
    await lookAt(visit, 'invoice-sent');
    const invoiceId = page.url().split('/').at(-1)!;
    const { number, open } = await rowOf(invoiceId);
    expect(open).toBe(120_450n - await spentCredit(invoiceId));
    await visit.context.close();

    const guest = await openVisit(browser, look);
    await guest.page.goto(await payLink(number));
    await guest.page.getByRole('heading', { name: `Invoice ${number}` }).waitFor();
    expect(await guest.page.getByText(CLIENT).count()).toBe(0);
    await lookAt(guest, 'linked-invoice');
    await guest.page.getByRole('button', { name: /^Is declined/ }).click();
    await guest.page.getByRole('button', { name: /^Pay \$/ }).click();
    await guest.page.getByRole('alert').filter({ hasText: 'declined' }).waitFor();
    await lookAt(guest, 'linked-invoice-declined');
    await guest.page.getByRole('button', { name: /^Asks for approval/ }).click();
    await guest.page.getByRole('button', { name: /^Pay \$/ }).click();
    await guest.page.getByRole('button', { name: /complete|authorize|approve/i }).first().click();
    await guest.page.getByText('Nothing is left to pay').waitFor();
    await lookAt(guest, 'linked-invoice-paid');
    expect(await rowOf(invoiceId)).toMatchObject({ open: 0n, paid: true });
    await guest.page.goto(`${paydesk.url}/app/p/i${'A'.repeat(65)}`);
    await guest.page.getByRole('heading', { name: 'This link does not lead anywhere' }).waitFor();
    await lookAt(guest, 'linked-nowhere');
    expect(await unbalancedUnits(client)).toEqual([]);
    await guest.context.close();
  });

  test.each(looksFrom('desk'))('takes a cheque and takes it back, credits, and refunds what the preview said, at $name', async (look) => {
    const visit = await openVisit(browser, look);
    const { page } = visit;
    await signIn(visit, 'Admin');
    const invoiceId = await newInvoice(visit, look.name);
    await page.goto(`${paydesk.url}/app/admin/invoices/${invoiceId}`);
    await page.getByRole('button', { name: 'Record a payment' }).click();
    await page.getByLabel(/^Amount/).fill('150');
    await page.getByLabel('How it came').selectOption('cheque');
    await page.getByLabel('Reference').fill('No. 4711');
    await page.getByText('$42.00 becomes the customer’s credit').waitFor();
    await lookAt(visit, 'invoice-record-payment');
    await clickTwice(page.getByRole('button', { name: 'Record $150.00' }));
    await page.getByText('$150.00 was written down; $42.00 is the customer’s credit').waitFor();
    expect(await rowOf(invoiceId)).toMatchObject({ open: 0n, paid: true });
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByLabel('Reason').fill('bounced');
    await lookAt(visit, 'invoice-take-back');
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText(/it is owed again$/).first().waitFor();
    expect(await rowOf(invoiceId)).toMatchObject({ open: 10_800n, paid: false });
    await page.getByRole('button', { name: 'Credit note' }).click();
    await page.getByLabel(/^Amount/).fill('8');
    await lookAt(visit, 'invoice-credit-note');
    await page.getByRole('button', { name: 'Credit $8.00' }).click();
    await page.getByText(/^Credit note CN-\d+ was written/).waitFor();
    expect(await rowOf(invoiceId)).toMatchObject({ open: 10_000n, paid: false });
    await page.getByRole('button', { name: 'Record a payment' }).click();
    await page.getByRole('button', { name: 'Record $100.00' }).click();
    await page.getByText('$100.00 was written down').waitFor();
    await page.getByRole('button', { name: 'Refund', exact: true }).click();
    await page.getByLabel(/^Amount/).fill('27');
    const preview = page.getByRole('region', { name: 'What this reverses' });
    await preview.getByText(/Credit note of \$27\.00 on INV-\d+, with \$2\.00 of tax/).waitFor();
    await lookAt(visit, 'invoice-refund-preview');
    const points = Number(/→ ([\d,]+)/.exec(await preview.innerText())![1]!.replace(',', ''));
    await page.getByRole('button', { name: 'Refund $27.00' }).click();
    await page.getByText('$27.00 was refunded').waitFor();
    await lookAt(visit, 'invoice-by-hand');
    expect(await rowOf(invoiceId)).toMatchObject({ open: 0n, refunded: 2_700n, points: BigInt(points) });
    expect(await unbalancedUnits(client)).toEqual([]);
    await visit.context.close();
  });

  test('cancels in two steps with the keyboard alone, and staff may not', async () => {
    const visit = await openVisit(browser, looks[1]!);
    const { page } = visit;
    await signIn(visit, 'Admin');
    const [mine, other] = [await newInvoice(visit, 'to cancel'), await newInvoice(visit, 'to keep')];
    await page.goto(`${paydesk.url}/app/admin/invoices/${mine}`);
    await page.getByRole('button', { name: 'Cancel the invoice' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('It is cancelled: nothing is owed any more').waitFor();
    expect(await rowOf(mine)).toMatchObject({ voided: true, open: 0n });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(visit, 'Staff');
    await page.goto(`${paydesk.url}/app/admin/invoices/${other}`);
    await page.getByRole('button', { name: 'Record a payment' }).waitFor();
    expect(await page.getByRole('button', { name: /^(Cancel the invoice|Credit note)$/ }).count()).toBe(0);
    await visit.context.close();
  });
});

/** 100.00 and 8 % of tax, for somebody who has no credit. */
async function newInvoice({ page }: Visit, memo: string): Promise<string> {
  const made = await page.request.post(`${paydesk.url}/api/app/customers`, { headers: { origin: paydesk.url }, data: { name: 'Ines Byhand', email: `by-hand-${Date.now()}-${Math.random()}@example.test` } });
  expect(made.status(), await made.text()).toBe(201);
  const { id: customer } = (await made.json()) as { id: string };
  const written = await page.request.post(`${paydesk.url}/api/app/invoices`, {
    headers: { origin: paydesk.url }, data: { customer_id: customer, memo, lines: [{ description: 'Carpet cleaning', unit_price: 100, tax_percent: 8 }] },
  });
  expect(written.status(), await written.text()).toBe(201);
  return ((await written.json()) as { id: string }).id;
}

interface Row { number: string; open: bigint; paid: boolean; voided: boolean; refunded: bigint; points: bigint }

async function rowOf(id: string): Promise<Row> {
  const { rows: [row] } = await client.query(
    `SELECT number, CASE WHEN voided_at IS NULL THEN total - amount_paid - amount_credited ELSE 0 END AS open, paid_at IS NOT NULL AS paid, voided_at IS NOT NULL AS voided,
       amount_refunded AS refunded, coalesce((SELECT points FROM loyalty_invoice_points l WHERE l.invoice_id = i.id), 0) AS points FROM invoices i WHERE id = $1`, [id]);
  return { ...row, open: BigInt(row.open), refunded: BigInt(row.refunded), points: BigInt(row.points) } as Row;
}

async function spentCredit(id: string): Promise<bigint> {
  const { rows: [row] } = await client.query(`SELECT coalesce(sum(a.amount), 0) AS spent FROM allocations a JOIN payments p ON p.id = a.payment_id WHERE a.invoice_id = $1 AND p.processor = 'credit'`, [id]);
  return BigInt(row.spent);
}

/** The link in the mail of an invoice, once it has arrived. */
async function payLink(number: string): Promise<string> {
  for (let look = 0; look < 100; look++) {
    const messages = (await (await fetch(`${paydesk.mailbox}/messages?search=${encodeURIComponent(number)}`)).json()) as { subject: string; html: string; attachments: { filename: string }[] }[];
    const mail = messages.find(({ subject }) => subject.startsWith(`Invoice ${number} `));
    if (mail) {
      expect(mail.attachments.map(({ filename }) => filename)).toEqual([`invoice-${number}.pdf`]);
      return /href="([^"]*\/app\/p\/[\w-]+)"/.exec(mail.html)![1]!;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no mail of ${number} came`);
}
