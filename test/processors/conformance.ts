import { afterAll, beforeAll, describe } from 'vitest';
import type { Processor } from '../../src/core/ports/processor.js';
import { benchOf } from './conformance/bench.js';
import { lostAnswersHold } from './conformance/lost-answers.js';
import { methodsHold } from './conformance/methods.js';
import { paymentsHold } from './conformance/payments.js';
import { refundsHold } from './conformance/refunds.js';
import { webhooksHold } from './conformance/webhooks.js';
import type { Partner } from './partner.js';

/** Every promise of the processor port, kept by the adapter that `start` gives. Each new adapter must pass it unchanged. */
export function conformance(name: string, start: () => Promise<Partner>): void {
  describe(`${name}`, () => {
    let partner: Partner;
    let adapter: Processor;
    beforeAll(async () => {
      partner = await start();
      adapter = partner.adapter();
    });
    afterAll(() => partner?.stop());
    const bench = benchOf(() => partner, () => adapter);
    paymentsHold(bench);
    lostAnswersHold(bench);
    refundsHold(bench);
    methodsHold(bench);
    webhooksHold(bench);
  });
}
