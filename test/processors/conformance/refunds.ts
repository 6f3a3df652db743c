import { describe, expect, test } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import { failureOf } from './bench.js';
import type { Bench } from './bench.js';

export function refundsHold(bench: Bench): void {
  describe('refunds', () => {
    const refundOf = (intentExternalId: string, amount: bigint) => ({ refundId: newId(), intentExternalId, amount, currency: 'USD' });

    test('in part, then the rest, then nothing more', async () => {
      const paid = await bench.paid(10_000n);
      const [part, rest, more] = [refundOf(paid.externalId, 2_500n), refundOf(paid.externalId, 7_500n), refundOf(paid.externalId, 1n)];
      const first = await bench.adapter().refund(part);
      expect(first).toMatchObject({ refundId: part.refundId, intentExternalId: paid.externalId, status: 'succeeded', amount: 2_500n, currency: 'USD', failureCode: null });
      expect(await bench.adapter().refund(rest)).toMatchObject({ refundId: rest.refundId, amount: 7_500n });
      expect(await failureOf(bench.adapter().refund(more))).toMatchObject({ outcome: 'refused' });
      expect(await bench.adapter().retrieveRefund(first.externalId)).toEqual(first);
      const all = await bench.adapter().listRefunds(paid.externalId);
      expect(new Set(all.map((one) => one.refundId))).toEqual(new Set([part.refundId, rest.refundId]));
    });

    test('more than was paid is refused', async () => {
      const paid = await bench.paid(10_000n);
      expect(await failureOf(bench.adapter().refund(refundOf(paid.externalId, 10_001n)))).toMatchObject({ outcome: 'refused' });
      expect(await bench.adapter().listRefunds(paid.externalId)).toEqual([]);
    });

    test('what was not paid is not refunded', async () => {
      const input = { ...bench.charge(await bench.customer(), ''), charge: undefined };
      const open = await bench.adapter().createIntent(input);
      expect(await failureOf(bench.adapter().refund(refundOf(open.externalId, 1n)))).toMatchObject({ outcome: 'refused' });
    });

    test('ten equal calls at once give the money back once', async () => {
      const paid = await bench.paid(10_000n);
      const input = refundOf(paid.externalId, 1_000n);
      const answers = await Promise.all(Array.from({ length: 10 }, () => bench.adapter().refund(input)));
      expect(new Set(answers.map((answer) => answer.externalId)).size).toBe(1);
      expect(await bench.partner().refundsFor(input.refundId)).toBe(1);
    });

    test('one that was made at the processor shows, without an id of ours', async () => {
      const paid = await bench.paid(10_000n);
      await bench.partner().refundByHand(paid.externalId, 1_234n);
      expect(await bench.adapter().listRefunds(paid.externalId)).toMatchObject([{ refundId: null, amount: 1_234n, intentExternalId: paid.externalId, status: 'succeeded' }]);
    });

    test('one that takes its time is processing', async () => {
      const payer = await bench.customer();
      const paid = await bench.adapter().createIntent(bench.charge(payer, await bench.partner().saveCard(payer, 'late refund')));
      const late = await bench.adapter().refund(refundOf(paid.externalId, 500n));
      expect(late).toMatchObject({ status: 'processing', failureCode: null });
    });

    test('more than a page of them is listed whole', async () => {
      const paid = await bench.paid(20_000n);
      for (let made = 0; made < 102; made += 6) {
        await Promise.all(Array.from({ length: 6 }, () => bench.adapter().refund(refundOf(paid.externalId, 1n))));
      }
      const ids = (await bench.adapter().listRefunds(paid.externalId)).map((one) => one.externalId);
      expect([ids.length, new Set(ids).size]).toEqual([102, 102]);
    });
  });
}
