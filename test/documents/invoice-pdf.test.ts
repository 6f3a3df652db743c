import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderInvoice } from '../../src/adapters/pdf/render-invoice.js';
import { draftInvoice, payInvoices, voidInvoice } from '../../src/core/invoices/index.js';
import { refundPayment } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { documentOf } from './document.js';
import { readPdf } from './read-pdf.js';

let server: TestServer;
beforeAll(async () => { server = await openTestServer({ factor: 100_000 }); });
afterAll(() => server.close());

const pdfOf = async (id: string, token: string, path = `/api/invoices/${id}/pdf`) => {
  const response = await server.server.app.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${token}` } });
  return { response, pdf: response.statusCode === 200 ? readPdf(response.rawPayload) : { pages: [], objects: '' } };
};

describe('the PDF of an invoice', () => {
  it('says what is owed, then what was paid and went back', async () => {
    const customerId = await server.customer('Łukasz Żółć');
    const token = await server.token(['customer'], customerId);
    const invoice = await server.invoice(customerId, [{ description: 'Чистка ковров — Καθαρισμός', quantity: 2, unitPrice: 9_250n, taxPpm: 82_500 }]);
    const first = await pdfOf(invoice.id, token);
    expect(first.response.headers).toMatchObject({
      'content-type': 'application/pdf', 'content-disposition': `attachment; filename="invoice-${invoice.id}.pdf"`, 'cache-control': 'private, no-store',
    });
    expect(first.response.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    for (const words of [invoice.number!, 'Łukasz Żółć', 'Чистка ковров — Καθαρισμός', 'PENDING', '8.25 %', '$185.00', '$15.26', '$200.26', 'Page 1 of 1']) expect(first.pdf.pages[0]).toContain(words);
    expect((await pdfOf(invoice.id.toUpperCase(), token)).response.rawPayload.equals(first.response.rawPayload)).toBe(true);
    const { payment, clientSecret } = await payInvoices(server.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
    await server.payAtProcessor(clientSecret!);
    await server.call('POST', `/api/app/payments/${payment.id}/confirm`, { token });
    await refundPayment(server.world, { paymentId: payment.id, amount: 1_000n, reason: 'One room was not done', keepOwing: false, requestKey: null, actor: SYSTEM });
    const paid = await pdfOf(invoice.id, token);
    for (const words of ['PAID', 'Visa ending in 4242', 'CN-00001', 'One room was not done', '$10.00', '$0.00']) expect(paid.pdf.pages.join('\n')).toContain(words);
  });

  it('is for the customer of an issued invoice, and staff', async () => {
    const [own, other] = [await server.customer(), await server.customer()];
    const token = await server.token(['customer'], own);
    const foreign = await server.invoice(other, 100n);
    const draft = await server.world.transact((tx) => draftInvoice(tx, { customerId: own, lines: [{ description: 'x', quantity: 1, unitPrice: 1n, taxPpm: 0 }], actor: SYSTEM }));
    for (const id of [foreign.id, draft.id, '00000000-0000-4000-8000-000000000000', 'not-a-uuid', '..%2f..%2fetc', '%22%0d%0aX: y']) {
      expect(await server.call('GET', `/api/invoices/${id}/pdf`, { token }), id).toMatchObject({ status: 404, body: { error: 'Invoice not found' } });
      expect(await server.call('GET', `/api/app/invoices/${id}/pdf`, { token }), id).toMatchObject({ status: 404, body: { code: 'invoice_not_found' } });
    }
    const staff = await server.token(['staff']);
    expect((await pdfOf(draft.id, staff, `/api/app/invoices/${draft.id}/pdf`)).pdf.pages[0]).toContain('DRAFT');
    const gone = await voidInvoice(server.world, foreign.id, SYSTEM);
    const voided = (await pdfOf(gone.id, staff, `/api/app/invoices/${gone.id}/pdf`)).pdf.pages[0];
    expect(voided).toContain('VOID');
    expect(voided).toContain('Cancelled');
  });

  it('repeats the head of its table, counts its pages, and is the same for the same invoice', async () => {
    const wish = documentOf({ status: 'overdue', lines: 75 });
    const bytes = await renderInvoice(wish, null);
    expect(bytes.equals(await renderInvoice(wish, null))).toBe(true);
    const { pages, objects } = readPdf(bytes);
    expect(pages.length).toBeGreaterThanOrEqual(3);
    pages.forEach((page, i) => expect(page).toContain(`Page ${i + 1} of ${pages.length}`));
    for (const page of pages.slice(0, 3)) expect(page).toContain('Unit price');
    expect(pages.join('\n').match(/Cleaning of room \d+/g)).toHaveLength(75);
    expect(objects).toContain('/MarkInfo');
    expect(objects.match(/\/S \/Table\n/g)).toHaveLength(2);
    expect(objects.match(/\/S \/TH\n/g)).toHaveLength(9);
    expect(objects).toContain('/Lang (en-US)');
  });

  it('has its last line on the page of its sums, however many there are', async () => {
    for (let lines = 12; lines <= 52; lines++) {
      const { pages } = readPdf(await renderInvoice(documentOf({ status: 'overdue', lines }), null));
      const sums = pages.filter((page) => page.includes('Subtotal'));
      expect(sums.map((page) => page.includes(`Cleaning of room ${lines}`)), `${lines} lines`).toEqual([true]);
    }
  });

  it('contains nothing that runs, whatever names say', async () => {
    const evil = ') Tj ET /JavaScript (app.alert(1)) /OpenAction << /S /JS >> \\( BT <</Launch>> \u202e\u0000\n'.repeat(3);
    const bytes = await renderInvoice({ ...documentOf({ status: 'pending', lines: 2 }), memo: evil, customer: { name: evil, email: evil, addressLines: [evil] }, business: { name: evil, address: evil, supportEmail: evil, logoUrl: null, footer: evil } }, null);
    const { objects, pages } = readPdf(bytes);
    const outside = objects.replace(/\((?:\\.|[^\\)])*\)/gs, '()');
    expect(outside).not.toMatch(/\/(JS|JavaScript|OpenAction|AA|Launch|EmbeddedFile|RichMedia|SubmitForm|URI)\b/);
    expect(pages[0]).toContain('/OpenAction');
  });

  it('takes a very long invoice and very long words', async () => {
    const lines = documentOf({ status: 'pending', lines: 1_000 });
    const long = { ...lines, memo: 'm'.repeat(5_000), lines: lines.lines.map((line, i) => (i % 100 === 0 ? { ...line, description: 'w'.repeat(3_000) } : line)) };
    expect(readPdf(await renderInvoice(long, null)).pages.length).toBeGreaterThan(25);
  });
});
