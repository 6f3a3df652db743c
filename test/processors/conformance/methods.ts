import { describe, expect, test } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import type { Bench } from './bench.js';

export function methodsHold(bench: Bench): void {
  describe('customers and saved methods', () => {
    test('a customer is made once, however often he is asked for', async () => {
      const input = { customerId: newId(), name: 'Ann Example', email: 'ann@example.com' };
      const made = await Promise.all([bench.adapter().createCustomer(input), bench.adapter().createCustomer(input)]);
      expect(made[0]).toEqual(made[1]);
    });

    test('saving a card needs a secret for the browser; the same request gets the same one', async () => {
      const customerExternalId = await bench.customer();
      const first = await bench.adapter().createSetup({ customerExternalId, requestKey: 'one' });
      expect(first.clientSecret).toBeTruthy();
      expect(await bench.adapter().createSetup({ customerExternalId, requestKey: 'one' })).toEqual(first);
      expect((await bench.adapter().createSetup({ customerExternalId, requestKey: 'two' })).externalId).not.toBe(first.externalId);
    });

    test('each customer has his own cards, and they name their owner', async () => {
      const [ann, ben] = [await bench.customer(), await bench.customer()];
      const card = await bench.partner().saveCard(ann, 'good');
      await bench.partner().saveCard(ben, 'good');
      const saved = { externalId: card, customerExternalId: ann, card: { brand: 'visa', last4: '4242', expMonth: expect.any(Number), expYear: expect.any(Number) }, isDefault: false };
      expect(await bench.adapter().listMethods(ann)).toEqual([saved]);
      expect(await bench.adapter().retrieveMethod(card)).toEqual(saved);
    });

    test('one card is the default, until another is', async () => {
      const ann = await bench.customer();
      const [first, second] = [await bench.partner().saveCard(ann, 'good'), await bench.partner().saveCard(ann, 'late refund')];
      for (const chosen of [first, second, first]) {
        await bench.adapter().setDefaultMethod(ann, chosen);
        const methods = await bench.adapter().listMethods(ann);
        expect(methods.filter((method) => method.isDefault).map((method) => method.externalId)).toEqual([chosen]);
        expect((await bench.adapter().retrieveMethod(chosen))?.isDefault).toBe(true);
      }
    });

    test('a card that was taken away is gone; taking it away again is no failure', async () => {
      const ann = await bench.customer();
      const card = await bench.partner().saveCard(ann, 'good');
      await bench.adapter().detachMethod(card);
      await bench.adapter().detachMethod(card);
      expect(await bench.adapter().listMethods(ann)).toEqual([]);
      expect((await bench.adapter().retrieveMethod(card))?.customerExternalId ?? null).toBeNull();
    });

    test('what is no method is null', async () => {
      expect(await Promise.all(['pm_1NoSuchMethod', '..', 'pm_../x', ''].map((id) => bench.adapter().retrieveMethod(id)))).toEqual([null, null, null, null]);
    });
  });
}
