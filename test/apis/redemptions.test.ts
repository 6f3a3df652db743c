import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmPayment } from '../../src/core/payments/index.js';
import { payInvoices } from '../../src/core/invoices/index.js';
import { createReward, redeemReward } from '../../src/core/rewards/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openTestServer } from '../contract/server.js';
import type { TestServer } from '../contract/server.js';

let t: TestServer;
beforeAll(async () => { t = await openTestServer({ factor: 10_000 }); });
afterAll(() => t.close());

/** A reward that this customer paid for with the points of a payment. */
async function taken(customerId: string): Promise<string> {
  const { id: invoiceId } = await t.invoice(customerId, 10_000n);
  const { payment, clientSecret } = await payInvoices(t.world, { customerId, lines: [{ invoiceId, amount: null }], actor: SYSTEM });
  await t.payAtProcessor(clientSecret!);
  await confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: invoiceId }, externalId: payment.externalId! });
  return t.world.transact(async (tx) => {
    const { id: rewardId } = await createReward(tx, { name: 'A cup of tea', pointsRequired: 10n }, SYSTEM);
    return (await redeemReward(tx, { customerId, rewardId, actor: SYSTEM })).redemptionId;
  });
}

describe('the rewards that were taken', () => {
  it('are one’s own for a customer, and for who is both all at the counter and one’s own where one is named', async () => {
    const [own, other] = [await t.customer(), await t.customer()];
    const [mine, others] = [await taken(own), await taken(other)];
    const [both, customer] = [await t.token(['staff', 'customer'], own), await t.token(['customer'], other)];
    const listed = async (token: string, query = '') => {
      const { status, body } = await t.call('GET', `/api/app/redemptions${query}`, { token });
      return status === 200 ? (body['items'] as { id: string }[]).map(({ id }) => id) : status;
    };
    expect(await listed(both)).toEqual([others, mine]);
    expect(await listed(both, `?customer_id=${own}`)).toEqual([mine]);
    expect(await listed(both, `?customer_id=${own}&status=fulfilled`)).toEqual([]);
    expect(await listed(customer)).toEqual([others]);
    expect(await listed(customer, `?customer_id=${own}`)).toBe(404);
  });

  it('say how they were decided to whoever comes second', async () => {
    const staff = await t.token(['staff']);
    const id = await taken(await t.customer());
    const decide = (verb: string) => t.call('POST', `/api/app/redemptions/${id}/${verb}`, { token: staff });
    expect(await decide('cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    for (const verb of ['fulfil', 'cancel']) expect(await decide(verb)).toMatchObject({ status: 409, body: { code: 'redemption_decided', details: { state: 'cancelled' } } });
  });
});
