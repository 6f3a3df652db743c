import { afterEach, describe, expect, test } from 'vitest';
import { ProcessorError } from '../../../src/core/ports/processor.js';
import { newId } from '../../../src/kernel/ids.js';
import type { Trouble } from '../partner.js';
import { failureOf } from './bench.js';
import type { Bench } from './bench.js';

const BEFORE: readonly Trouble[] = ['silent before', 'cut before', 'broken before'];
const AFTER: readonly Trouble[] = ['silent after', 'cut after', 'broken after', 'half answer', 'another amount', 'another currency', 'another id', 'another status'];
const TURNED_AWAY: readonly Trouble[] = ['not admitted', 'too many'];
/** More than the adapter tries by itself. */
const EVERY_TRY = 10;

/** Whatever became of the answer: the outcome promises no more than is true, and the payment can be found again. */
export function lostAnswersHold(bench: Bench): void {
  describe('answers that got lost', () => {
    afterEach(() => bench.partner().heal());
    const hurried = () => bench.partner().adapter(400);
    const charge = async () => {
      const payer = await bench.customer();
      return bench.charge(payer, await bench.partner().saveCard(payer, 'good'));
    };

    test.each(AFTER)('a charge was made, %s: unknown, found, and not made again', async (trouble) => {
      const input = await charge();
      await bench.partner().trouble(trouble, 'charge', EVERY_TRY);
      expect(await failureOf(hurried().createIntent(input))).toMatchObject({ outcome: 'unknown' });
      await bench.partner().heal();
      expect(await bench.partner().takenFor(input.paymentId)).toBe(18_500n);
      const found = await bench.adapter().findIntent(input.paymentId, input.customerExternalId);
      expect(found).toMatchObject({ paymentId: input.paymentId, status: 'succeeded', amountReceived: 18_500n, currency: 'USD' });
      const again = await bench.adapter().createIntent(input);
      expect(again.externalId).toBe(found?.externalId);
      expect([await bench.partner().intentsFor(input.paymentId), await bench.partner().takenFor(input.paymentId)]).toEqual([1, 18_500n]);
    });

    test.each(BEFORE)('a charge was not made, %s: unknown, not found, and made by the next call', async (trouble) => {
      const input = await charge();
      await bench.partner().trouble(trouble, 'charge', EVERY_TRY);
      expect(await failureOf(hurried().createIntent(input))).toMatchObject({ outcome: 'unknown' });
      await bench.partner().heal();
      expect(await bench.adapter().findIntent(input.paymentId, input.customerExternalId)).toBeNull();
      expect(await bench.adapter().createIntent(input)).toMatchObject({ status: 'succeeded' });
      expect(await bench.partner().takenFor(input.paymentId)).toBe(18_500n);
    });

    test.each(TURNED_AWAY)('a charge was turned away, %s: unavailable, nothing moved', async (trouble) => {
      const input = await charge();
      await bench.partner().trouble(trouble, 'charge', EVERY_TRY);
      expect(await failureOf(hurried().createIntent(input))).toMatchObject({ outcome: 'unavailable' });
      await bench.partner().heal();
      expect([await bench.partner().intentsFor(input.paymentId), await bench.partner().takenFor(input.paymentId)]).toEqual([0, 0n]);
    });

    test.each([...AFTER, ...BEFORE] as const)('a charge that met it once only, %s, is made once', async (trouble) => {
      const input = await charge();
      await bench.partner().trouble(trouble, 'charge', 1);
      const first = await hurried().createIntent(input).catch((error: unknown) => error);
      expect(first instanceof ProcessorError ? first.outcome : 'made').toMatch(/^(unknown|made)$/);
      expect(await bench.adapter().createIntent(input)).toMatchObject({ status: 'succeeded' });
      expect([await bench.partner().intentsFor(input.paymentId), await bench.partner().takenFor(input.paymentId)]).toEqual([1, 18_500n]);
    });

    // Nothing in the answer to a refund gives a wrong id or status away: asking again later does.
    test.each([...AFTER, ...BEFORE].filter((trouble) => trouble !== 'another id' && trouble !== 'another status'))('a refund, %s: unknown, and given once', async (trouble) => {
      const paid = await bench.paid();
      const input = { refundId: newId(), intentExternalId: paid.externalId, amount: 5_000n, currency: 'USD' };
      await bench.partner().trouble(trouble, 'refund', EVERY_TRY);
      const failure = await failureOf(hurried().refund(input));
      expect(failure.outcome).toBe('unknown');
      await bench.partner().heal();
      const made = await bench.partner().refundsFor(input.refundId);
      expect(made).toBe(AFTER.includes(trouble) ? 1 : 0);
      expect((await bench.adapter().listRefunds(paid.externalId)).filter((one) => one.refundId === input.refundId).length).toBe(made);
      expect(await bench.adapter().refund(input)).toMatchObject({ refundId: input.refundId, amount: 5_000n, status: 'succeeded' });
      expect(await bench.partner().refundsFor(input.refundId)).toBe(1);
    });
  });
}
