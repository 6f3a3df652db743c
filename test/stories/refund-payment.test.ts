import { describe, expect, test } from 'vitest';
import { readBooks, unbalancedUnits } from './books.js';
import { looks, looksFrom, missingBrowser, openVisit, type Visit } from './browser.js';
import { clickTwice } from './click-twice.js';
import { lookAt } from './look-at.js';
import { browser, client, paydesk, setTheStage, signIn } from './story.js';

describe.skipIf(missingBrowser())('the business gives money back in the browser', () => {
  setTheStage();

  test.each(looksFrom('phone'))('a part, with its credit note, at $name', async (look) => {
    const visit = await openVisit(browser, look);
    const { page } = visit;
    await signIn(visit, 'Admin');
    await page.goto(`${paydesk.url}/app/admin/invoices`);
    await page.getByRole('link', { name: /^INV-/ }).first().waitFor();
    await lookAt(visit, 'admin-invoices');
    const invoiceId = await paidInvoice(visit);
    const before = await readBooks(client, paydesk, invoiceId);
    await page.goto(`${paydesk.url}/app/admin/invoices/${invoiceId}`);
    await page.getByRole('button', { name: 'Refund', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.getByLabel(/^Amount/).fill('10.00');
    await lookAt(visit, 'admin-refund');
    await clickTwice(page.getByRole('button', { name: 'Refund $10.00' }));
    await page.getByText('$10.00 was refunded').waitFor();
    await lookAt(visit, 'admin-refunded');
    const after = await readBooks(client, paydesk, invoiceId);
    expect(after).toEqual({ ...before, refunded: before.refunded + 1_000, creditNotes: before.creditNotes + 1, points: before.points - 100 });
    expect(await unbalancedUnits(client)).toEqual([]);
    await visit.context.close();
  });

  test('staff may look but not refund, and a customer does not get in', async () => {
    const visit = await openVisit(browser, looks[1]!);
    const { page } = visit;
    await signIn(visit, 'Staff');
    await page.getByRole('link', { name: /^INV-/ }).first().waitFor();
    await page.goto(`${paydesk.url}/app/admin/invoices/${await paidInvoice(visit)}`);
    await page.getByRole('heading', { name: 'Payments' }).waitFor();
    expect(await page.getByRole('button', { name: 'Refund', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(visit, 'Customer');
    await page.goto(`${paydesk.url}/app/admin/invoices`);
    await page.waitForURL(`${paydesk.url}/app/overview`);
    await visit.context.close();
  });
});

/** One that is paid in one go, of which nothing has gone back. */
async function paidInvoice({ page }: Visit): Promise<string> {
  const answer = await page.request.get(`${paydesk.url}/api/app/invoices?status=paid&limit=100`);
  const { items } = (await answer.json()) as { items: { id: string; amount_refunded: number }[] };
  for (const { id, amount_refunded: refunded } of items) {
    if (refunded === 0 && (await readBooks(client, paydesk, id)).settlements === 1) return id;
  }
  throw new Error('The demo has no paid invoice left.');
}
