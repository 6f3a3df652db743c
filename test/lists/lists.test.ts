import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payInvoices } from '../../src/core/invoices/index.js';
import { forgetSettings } from '../../src/core/settings/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';
import { countStatements } from './count-statements.js';

let server: TestServer;
beforeAll(async () => { server = await openTestServer({ factor: 100_000 }); });
afterAll(() => server.close());

const MOST = 3;

describe('list pages', () => {
  it(`ask the database at most ${MOST} times each, however many rows they show`, async () => {
    const customerId = await server.customer('Ada Query');
    for (let i = 0; i < 12; i++) {
      const invoice = await server.invoice(customerId, 1_000n);
      const { clientSecret } = await payInvoices(server.world, { customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
      if (i % 2 === 0) await server.payAtProcessor(clientSecret!);
    }
    const own = await server.token(['customer'], customerId);
    const staff = await server.token(['staff']);
    for (const token of [own, staff]) {
      for (const path of [
        `/api/app/invoices?customer_id=${customerId}`, `/api/app/invoices?customer_id=${customerId}&search=query`, `/api/app/payments?customer_id=${customerId}`,
        '/api/app/invoices', '/api/app/invoices?status=open', '/api/app/invoices?status=overdue', '/api/app/invoices?search=query', '/api/app/payments',
        '/api/app/payments?year=2026', '/api/app/payments?search=INV-00001', '/api/app/payments?status=succeeded&limit=100',
      ]) {
        forgetSettings(server.world.read);
        const { count, texts } = await countStatements(async () => expect((await server.call('GET', path, { token })).status, path).toBe(200));
        expect(count, `${path}\n${texts.join('\n')}`).toBeLessThanOrEqual(MOST);
        expect(count).toBeGreaterThan(0);
      }
    }
  });

  it(`of customers take ${MOST} beside who calls and the settings, which are kept, with the number of all pages too`, async () => {
    for (let i = 0; i < 6; i++) await server.customer(`Grace Query ${i}`);
    const admin = await server.token(['admin']);
    for (const path of ['/customers', '/customers?limit=2&offset=100', '/api/app/customers', '/api/app/customers?search=query']) {
      let total: unknown;
      const { texts } = await countStatements(async () => {
        const answer = await server.call('GET', path, { token: admin });
        expect(answer.status, path).toBe(200);
        total = answer.headers['x-total-count'];
      });
      if (path.startsWith('/customers')) expect(Number(total), path).toBeGreaterThanOrEqual(6);
      expect(texts.filter((text) => !/session_id|FROM settings/.test(text)).length, `${path}\n${texts.join('\n')}`).toBeLessThanOrEqual(MOST);
    }
  });
});
