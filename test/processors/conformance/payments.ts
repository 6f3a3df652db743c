import { describe, expect, test } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import { failureOf } from './bench.js';
import type { Bench } from './bench.js';

export function paymentsHold(bench: Bench): void {
  describe('payments', () => {
    const create = async (amount = 18_500n) => {
      const input = { ...bench.charge(await bench.customer(), '', amount), charge: undefined };
      return { input, intent: await bench.adapter().createIntent(input) };
    };

    test('the credentials work', async () => {
      expect((await bench.adapter().ping()).externalAccountId).toMatch(/\w/);
    });

    test('a new intent waits for a method, carries our id and what we asked, and can be read and found', async () => {
      const { input, intent } = await create(12_345n);
      expect(intent).toMatchObject({
        processor: bench.adapter().name, account: bench.adapter().account, paymentId: input.paymentId, status: 'awaiting_method', currency: 'USD',
        amount: 12_345n, amountReceived: 0n, customerExternalId: input.customerExternalId, failureCode: null, card: null, fee: null,
      });
      expect(intent.clientSecret).toBeTruthy();
      expect(await bench.adapter().retrieveIntent(intent.externalId)).toEqual(intent);
      expect(await bench.adapter().findIntent(input.paymentId)).toEqual(intent);
      expect(await bench.adapter().findIntent(input.paymentId, input.customerExternalId)).toEqual(intent);
      expect(await bench.adapter().findIntent(newId())).toBeNull();
    });

    test('a payer pays on the page', async () => {
      const { intent } = await create();
      await bench.partner().payInBrowser(intent, 'good');
      const paid = await bench.adapter().retrieveIntent(intent.externalId);
      expect(paid).toMatchObject({ status: 'succeeded', amountReceived: 18_500n, card: { brand: 'visa', last4: '4242' } });
      expect(paid.chargeExternalId).toBeTruthy();
      expect(paid.fee).toBeGreaterThan(0n);
    });

    test('a payer whose card is declined can pay with another', async () => {
      const { intent } = await create();
      await bench.partner().payInBrowser(intent, 'declined');
      const declined = await bench.adapter().retrieveIntent(intent.externalId);
      expect(declined).toMatchObject({ status: 'awaiting_method', amountReceived: 0n, card: { last4: '0002' } });
      expect(declined.failureCode).toBeTruthy();
      await bench.partner().payInBrowser(intent, 'good');
      expect(await bench.adapter().retrieveIntent(intent.externalId)).toMatchObject({ status: 'succeeded', failureCode: null });
    });

    test.each([[true, 'succeeded', 18_500n], [false, 'awaiting_method', 0n]] as const)('a payer who must prove himself, and does: %s', async (approves, status, received) => {
      const { intent } = await create();
      await bench.partner().payInBrowser(intent, 'proof');
      expect(await bench.adapter().retrieveIntent(intent.externalId)).toMatchObject({ status: 'awaiting_action', amountReceived: 0n });
      await bench.partner().answerBank(intent, approves);
      expect(await bench.adapter().retrieveIntent(intent.externalId)).toMatchObject({ status, amountReceived: received });
    });

    test('a saved card is charged at once', async () => {
      const payer = await bench.customer();
      const input = bench.charge(payer, await bench.partner().saveCard(payer, 'good'));
      const paid = await bench.adapter().createIntent(input);
      expect(paid).toMatchObject({ status: 'succeeded', amountReceived: 18_500n, card: { brand: 'visa', last4: '4242' }, methodExternalId: input.charge?.methodExternalId });
      expect(paid.fee).toBeGreaterThan(0n);
      expect(await bench.partner().takenFor(input.paymentId)).toBe(18_500n);
    });

    test('a saved card that is declined: refused, with the payment as it stands; the same again when asked again', async () => {
      const payer = await bench.customer();
      const input = bench.charge(payer, await bench.partner().saveCard(payer, 'declined'));
      const first = await failureOf(bench.adapter().createIntent(input));
      expect(first).toMatchObject({ outcome: 'refused', intent: { paymentId: input.paymentId, status: 'awaiting_method', amountReceived: 0n } });
      expect(first.intent?.failureCode).toBeTruthy();
      expect(await failureOf(bench.adapter().createIntent(input))).toMatchObject({ outcome: 'refused', code: first.code, intent: { externalId: first.intent?.externalId } });
      expect([await bench.partner().takenFor(input.paymentId), await bench.partner().intentsFor(input.paymentId)]).toEqual([0n, 1]);
    });

    test('a saved card that needs proof: refused while the payer is away, his turn while he is there', async () => {
      const payer = await bench.customer();
      const card = await bench.partner().saveCard(payer, 'proof');
      const away = bench.charge(payer, card);
      expect(await failureOf(bench.adapter().createIntent(away))).toMatchObject({ outcome: 'refused', intent: { paymentId: away.paymentId, amountReceived: 0n } });
      expect(await bench.partner().takenFor(away.paymentId)).toBe(0n);
      const there = { ...bench.charge(payer, card), charge: { methodExternalId: card, payerPresent: true } };
      const waiting = await bench.adapter().createIntent(there);
      expect(waiting).toMatchObject({ status: 'awaiting_action', amountReceived: 0n });
      await bench.partner().answerBank(waiting, true);
      expect(await bench.adapter().retrieveIntent(waiting.externalId)).toMatchObject({ status: 'succeeded', amountReceived: 18_500n });
    });

    test('a charge of a card that is none, or of another customer, takes nothing', async () => {
      const [payer, other] = [await bench.customer(), await bench.customer()];
      const theirs = await bench.partner().saveCard(other, 'good');
      for (const input of [bench.charge(payer, 'pm_1NoSuchMethod'), bench.charge(payer, theirs)]) {
        expect(await failureOf(bench.adapter().createIntent(input))).toMatchObject({ outcome: 'refused' });
        expect(await bench.partner().takenFor(input.paymentId)).toBe(0n);
      }
    });

    test('twenty equal calls at once, and once more: one intent, one charge', async () => {
      const payer = await bench.customer();
      const input = bench.charge(payer, await bench.partner().saveCard(payer, 'good'));
      const answers = await Promise.all(Array.from({ length: 20 }, () => bench.adapter().createIntent(input)));
      answers.push(await bench.adapter().createIntent(input));
      expect(new Set(answers.map((answer) => answer.externalId)).size).toBe(1);
      expect([await bench.partner().intentsFor(input.paymentId), await bench.partner().takenFor(input.paymentId)]).toEqual([1, 18_500n]);
    });

    test('the same payment with another amount is no second payment', async () => {
      const { input } = await create();
      expect(await failureOf(bench.adapter().createIntent({ ...input, amount: 1n }))).toMatchObject({ outcome: 'unknown' });
      expect(await bench.partner().intentsFor(input.paymentId)).toBe(1);
    });

    test('an intent is given up, unless it was paid', async () => {
      const { intent } = await create();
      expect(await bench.adapter().cancelIntent(intent.externalId)).toMatchObject({ externalId: intent.externalId, status: 'canceled' });
      const paid = await bench.paid();
      expect(await failureOf(bench.adapter().cancelIntent(paid.externalId))).toMatchObject({ outcome: 'refused', intent: { status: 'succeeded' } });
    });

    test('the card a payer means to use stands on the intent and is not charged; once paid, it is too late', async () => {
      const payer = await bench.customer();
      const [first, second] = [await bench.partner().saveCard(payer, 'good'), await bench.partner().saveCard(payer, 'good')];
      const input = { ...bench.charge(payer, ''), charge: undefined };
      const { externalId } = await bench.adapter().createIntent(input);
      for (const card of [first, first, second]) {
        expect(await bench.adapter().meanMethod(externalId, card)).toMatchObject({ externalId, methodExternalId: card, status: 'awaiting_method', amountReceived: 0n });
      }
      expect([await bench.partner().takenFor(input.paymentId), await bench.partner().intentsFor(input.paymentId)]).toEqual([0n, 1]);
      const paid = await bench.paid();
      expect(await failureOf(bench.adapter().meanMethod(paid.externalId, first))).toMatchObject({ outcome: 'refused' });
    });

    test('what is not there, and what is no id at all, is refused', async () => {
      for (const id of ['pi_1NoSuchIntent', '../customers', 'pi_1?x=y', '']) {
        expect(await failureOf(bench.adapter().retrieveIntent(id))).toMatchObject({ outcome: 'refused' });
      }
    });
  });
}
