import { applyCredit, changeCosts, creditInvoice, payInvoices, recordManualPayment, reverseManualPayment, voidInvoice } from '../../src/core/invoices/index.js';
import { applyDisputes, confirmPayment, refundPayment } from '../../src/core/payments/index.js';
import type { Payment } from '../../src/core/payments/index.js';
import { draftInvoice } from '../../src/core/invoices/index.js';
import { cancelRedemption, createReward, fulfilRedemption, redeemReward } from '../../src/core/rewards/index.js';
import type { Redeemed } from '../../src/core/rewards/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import type { TestWorld } from '../world.js';

const lines = (...cents: bigint[]) => cents.map((unitPrice, i) => ({ description: `Work ${i + 1}`, quantity: i + 1, unitPrice, taxPpm: i % 2 === 0 ? 82_500 : 0 }));

/** Books in which everything has happened that can: paid whole and in parts, refunded, disputed, owed again, cancelled, declined, left open. */
export async function writeBooks(t: TestWorld): Promise<void> {
  for (const name of ['Ada Baker', 'Bo Chen', 'Cy Diaz']) await historyOf(t, await t.customer(name));
}

async function historyOf(t: TestWorld, customerId: string): Promise<void> {
  const invoices = [];
  for (let i = 0n; i < 9n; i++) invoices.push(await t.invoice(customerId, lines(5_000n + i * 137n, 1_999n)));
  const [whole, inTwo, refunded, partly, owedAgain, disputed, won, cancelled, declined] = invoices as [typeof invoices[0], ...typeof invoices];
  await pay(t, customerId, [{ invoiceId: whole!.id }]);
  await pay(t, customerId, [{ invoiceId: inTwo!.id, amount: 2_000n }]);
  await pay(t, customerId, [{ invoiceId: inTwo!.id }]);
  await refundPayment(t.world, { paymentId: (await pay(t, customerId, [{ invoiceId: refunded!.id }])).id, actor: SYSTEM });
  const half = await pay(t, customerId, [{ invoiceId: partly!.id }]);
  await refundPayment(t.world, { paymentId: half.id, amount: 1_234n, actor: SYSTEM });
  await refundPayment(t.world, { paymentId: half.id, amount: 777n, actor: SYSTEM });
  await refundPayment(t.world, { paymentId: (await pay(t, customerId, [{ invoiceId: owedAgain!.id }])).id, amount: 3_000n, keepOwing: true, actor: SYSTEM });
  await dispute(t, await pay(t, customerId, [{ invoiceId: disputed!.id }]), 'open');
  await dispute(t, await pay(t, customerId, [{ invoiceId: won!.id }]), 'won');
  await voidInvoice(t.world, cancelled!.id, SYSTEM);
  const started = await payInvoices(t.world, { customerId, lines: [{ invoiceId: declined!.id }], actor: SYSTEM });
  await t.payAtProcessor(started.clientSecret!, '4000000000000002');
  await twoAtOnce(t, customerId);
  await t.world.transact((tx) => draftInvoice(tx, { customerId, lines: lines(8_000n), actor: SYSTEM }));
  await t.invoice(customerId, 0n);
  await byHand(t, customerId);
  await redeem(t, customerId);
}

async function redeem(t: TestWorld, customerId: string): Promise<void> {
  const reward = await t.world.transact((tx) => createReward(tx, { name: 'A free window', pointsRequired: 100n }, SYSTEM));
  const redeemed: Redeemed[] = [];
  for (let i = 0; i < 3; i++) redeemed.push(await t.world.transact((tx) => redeemReward(tx, { customerId, rewardId: reward.id, actor: SYSTEM })));
  await t.world.transact((tx) => fulfilRedemption(tx, redeemed[0]!.redemptionId, SYSTEM));
  await t.world.transact((tx) => cancelRedemption(tx, redeemed[1]!.redemptionId, SYSTEM));
}

async function twoAtOnce(t: TestWorld, customerId: string): Promise<void> {
  const [first, second] = [await t.invoice(customerId, lines(4_444n)), await t.invoice(customerId, lines(3_333n))];
  const payment = await pay(t, customerId, [{ invoiceId: first.id }, { invoiceId: second.id, amount: 1_000n }]);
  await refundPayment(t.world, { paymentId: payment.id, amount: 5_000n, actor: SYSTEM });
}

async function pay(t: TestWorld, customerId: string, what: readonly { invoiceId: string; amount?: bigint }[]): Promise<Payment> {
  const started = await payInvoices(t.world, { customerId, lines: what, actor: SYSTEM });
  await t.payAtProcessor(started.clientSecret!);
  return confirmPayment(t.world, { customerId, target: { kind: 'invoice', subjectId: what[0]!.invoiceId }, externalId: started.payment.externalId! });
}

async function dispute(t: TestWorld, payment: Payment, end: 'open' | 'won'): Promise<void> {
  const heard = {
    processor: 'stripe' as const, account: payment.account, externalId: `dp_${payment.id}`, intentExternalId: payment.externalId,
    amount: payment.amount, reason: 'fraudulent',
  };
  await t.world.transact((tx) => applyDisputes(tx, [{ ...heard, status: 'open', withdrawn: payment.amount }]));
  if (end === 'won') await t.world.transact((tx) => applyDisputes(tx, [{ ...heard, status: 'won', withdrawn: 0n }]));
}

/** What is done by hand: money that came without a processor, more than was owed, what was forgiven, spent from credit and taken back. */
async function byHand(t: TestWorld, customerId: string): Promise<void> {
  const of = (cents: bigint) => t.invoice(customerId, lines(cents, 1_111n));
  const [cash, over, spends, bounced, forgiven, partly, repaid, costs] = [await of(9_000n), await of(8_000n), await of(70_000n), await of(6_000n), await of(5_500n), await of(5_400n), await of(5_300n), await of(5_200n)];
  const take = (ids: string[], amount: bigint) => recordManualPayment(t.world, { invoiceIds: ids, amount, method: 'cheque', reference: 'No. 17', actor: SYSTEM });
  await take([cash.id, over.id], cash.total + over.total + 4_321n);
  await applyCredit(t.world, { invoiceId: spends.id, actor: SYSTEM });
  const slip = await take([bounced.id], bounced.total + 100n);
  await t.world.transact((tx) => reverseManualPayment(tx, { paymentId: slip.id, reason: 'bounced', actor: SYSTEM }));
  await creditInvoice(t.world, { invoiceId: forgiven.id, reason: 'a gift', actor: SYSTEM });
  await creditInvoice(t.world, { invoiceId: partly.id, amount: 1_234n, actor: SYSTEM });
  await pay(t, customerId, [{ invoiceId: repaid.id }]);
  await creditInvoice(t.world, { invoiceId: repaid.id, amount: 2_222n, actor: SYSTEM });
  await changeCosts(t.world, { invoiceId: costs.id, infrastructureCosts: 12_050n, actor: SYSTEM });
  await changeCosts(t.world, { invoiceId: costs.id, infrastructureCosts: 1_000n, actor: SYSTEM });
}
