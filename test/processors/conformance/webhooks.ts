import { describe, expect, test } from 'vitest';
import type { ProcessorEvent } from '../../../src/core/ports/processor.js';
import { newId } from '../../../src/kernel/ids.js';
import { forgeries } from '../forgeries.js';
import type { Delivery } from '../forgeries.js';
import { seeded } from '../../random.js';
import type { Bench } from './bench.js';

const FORGERIES = 600;

export function webhooksHold(bench: Bench): void {
  describe('signed events', () => {
    const now = new Date();
    const read = (delivery: Delivery, at = now) => bench.adapter().readWebhook({ ...delivery, now: at });

    /** A payment with a part refund by us, one by hand, and a dispute; and what was delivered about it. */
    const story = async () => {
      const paid = await bench.paid(10_000n);
      const refundId = newId();
      await bench.adapter().refund({ refundId, intentExternalId: paid.externalId, amount: 1_000n, currency: 'USD' });
      await bench.partner().refundByHand(paid.externalId, 2_000n);
      const disputed = await bench.paid(3_000n);
      await bench.partner().dispute(disputed.externalId);
      const deliveries = await bench.partner().deliveries();
      const events = deliveries.map((delivery) => read(delivery));
      return { paid, disputed, refundId, deliveries, events: events.filter((event) => event !== null) };
    };

    test('all that was delivered is accepted, and nothing of it is unreadable', async () => {
      const { deliveries, events } = await story();
      expect([events.length, deliveries.length > 5]).toEqual([deliveries.length, true]);
      for (const [index, delivery] of deliveries.entries()) expect(bench.adapter().readStored(delivery.rawBody)).toEqual(events[index]);
    });

    test('they tell of the payment, its refunds and its dispute', async () => {
      const { paid, disputed, refundId, events } = await story();
      const of = <T extends ProcessorEvent['type']>(type: T) => events.filter((event): event is Extract<ProcessorEvent, { type: T }> => event.type === type);
      const settled = of('intent.changed').find((event) => event.intent.externalId === paid.externalId);
      expect(settled?.intent).toMatchObject({ paymentId: paid.paymentId, status: 'succeeded', amountReceived: 10_000n, currency: 'USD', clientSecret: null });
      const refunds = of('refund.changed').filter((event) => event.refund.intentExternalId === paid.externalId).map((event) => event.refund);
      expect(refunds).toContainEqual(expect.objectContaining({ refundId, amount: 1_000n, status: 'succeeded' }));
      const byHand = refunds.some((one) => one.refundId === null && one.amount === 2_000n);
      const total = of('intent.refunded').some((event) => event.intentExternalId === paid.externalId && event.amountRefunded === 3_000n);
      expect(byHand || total).toBe(true);
      const dispute = of('dispute.changed').findLast((event) => event.dispute.intentExternalId === disputed.externalId);
      expect(dispute?.dispute).toMatchObject({ status: 'open', amount: 3_000n });
    });

    test('a decline is told as one', async () => {
      const payer = await bench.customer();
      const input = bench.charge(payer, await bench.partner().saveCard(payer, 'declined'));
      await bench.adapter().createIntent(input).catch(() => null);
      const events = (await bench.partner().deliveries()).map((delivery) => read(delivery));
      const failed = events.find((event) => event?.type === 'intent.failed' && event.intent.paymentId === input.paymentId);
      expect(failed).toMatchObject({ intent: { status: 'awaiting_method', failureCode: expect.any(String) } });
    });

    test('either secret is good, another is not', async () => {
      const [delivery] = await bench.partner().deliveries();
      const { signer } = bench.partner();
      const by = (secret: string) => read({ rawBody: delivery!.rawBody, headers: signer.sign(delivery!.rawBody, secret, now) });
      expect(signer.secrets.map((secret) => by(secret) !== null)).toEqual([true, true]);
      expect(by(signer.foreignSecret)).toBeNull();
    });

    test(`of ${FORGERIES} forgeries none is accepted`, async () => {
      const bodies = (await bench.partner().deliveries()).map((delivery) => delivery.rawBody);
      const made = forgeries(FORGERIES, bodies, bench.partner().signer, now, seeded(`${bench.adapter().name}, forgeries`));
      expect(made.filter((forged) => read(forged) !== null).map((forged) => forged.name)).toEqual([]);
    });
  });
}
