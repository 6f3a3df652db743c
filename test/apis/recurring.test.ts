import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/kernel/ids.js';
import { error, openCustomerBook } from './customer-book.js';
import type { CustomerBook } from './customer-book.js';

let book: CustomerBook;
beforeAll(async () => { book = await openCustomerBook(); });
afterAll(() => book.close());

const generate = (body: Record<string, unknown>) => book.asAdmin('POST', '/billing/generate-recurring', body);
const count = async (customerId: string) => Number((await book.s.pool.query('SELECT count(*) FROM invoices WHERE customer_id = $1', [customerId])).rows[0]?.count);

async function billed(settings: Record<string, unknown>): Promise<string> {
  const { id } = await book.open();
  expect((await book.asAdmin('PUT', `/customers/${id}/billing`, settings)).status).toBe(200);
  return id;
}

describe('POST /billing/generate-recurring', () => {
  it('makes the invoice of a period in the words of the document, and no second one', async () => {
    const id = await billed({ monthly_fee: 500, billing_frequency: 'monthly', tax_rate: 8.25 });
    const made = await generate({ customer_id: id, period: '2031-05' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        customer_id: id, proposal_id: null, status: 'pending', amount: 500, tax_amount: 41.25, total_amount: 541.25, amount_due: 541.25, currency: 'USD', milestone: null, infrastructure_costs: 0,
        line_items: [{ description: 'Monthly fee 2031-05', quantity: 1, unit_price: 500, amount: 500, tax_amount: 41.25 }],
      },
    });
    expect(error(await generate({ customer_id: id, period: '2031-05' }))).toMatchObject({ status: 409, code: 'ALREADY_GENERATED', message: 'Recurring invoice already exists for this period' });
    expect((await generate({ customer_id: id })).status).toBe(201);
    expect(await count(id)).toBe(2);
  });

  it('bills a quarter three months and a year twelve', async () => {
    for (const [frequency, months] of [['quarterly', 3], ['annual', 12]] as const) {
      const made = await generate({ customer_id: await billed({ monthly_fee: 100.5, billing_frequency: frequency }), period: '2031-01' });
      expect(made).toMatchObject({ status: 201, body: { amount: 100.5 * months, line_items: [{ quantity: months, unit_price: 100.5 }] } });
    }
  });

  it('refuses what cannot be billed, and writes nothing', async () => {
    const { id } = await book.open();
    expect(error(await generate({ customer_id: id }))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR', message: 'No recurring fee configured' });
    const once = await billed({ monthly_fee: 500, billing_frequency: 'one_time' });
    expect(error(await generate({ customer_id: once }))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
    const paid = await billed({ monthly_fee: 500 });
    for (const period of ['2031-13', '2031-00', '1999-12', '9999-12', '2031-5', '2031-05-01', 203105, '']) {
      expect(error(await generate({ customer_id: paid, period })), String(period)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', message: 'Validation failed' });
    }
    for (const body of [{}, { customer_id: 7 }, { customer_id: null }]) expect(error(await generate(body))).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
    for (const unknown of [newId(), 'nobody']) expect(error(await generate({ customer_id: unknown }))).toMatchObject({ status: 404, code: 'NOT_FOUND', message: 'Customer not found' });
    expect([await count(id), await count(once), await count(paid)]).toEqual([0, 0, 0]);
  });
});
