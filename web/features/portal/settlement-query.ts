import { queryOptions } from '@tanstack/react-query';
import type { Config } from '../../wire.js';
import { lookAtPayment } from './pay/look.js';
import { secretOf } from '../../ui/pay/outcome.js';

const SOON_MS = 2_000;
const LATER_MS = 10_000;
const EAGER_LOOKS = 15;
/** Without the secret every look is a call to our confirmation, which allows thirty a minute. */
const WITHOUT_SECRET_MS = 7_000;

/** Looks until the payment is decided; a decided one is not looked at again. */
export function settlementQuery(config: Config, paymentId: string, intentId: string | undefined) {
  return queryOptions({
    queryKey: ['settlement', paymentId, intentId],
    queryFn: async ({ client }) => {
      const sight = await lookAtPayment(config, paymentId, intentId);
      if (sight.kind === 'paid') {
        await Promise.all([['receipt', paymentId], ['invoice']].map((queryKey) => client.invalidateQueries({ queryKey })));
        for (const key of ['invoices', 'payments', 'me', 'points', 'standing']) void client.invalidateQueries({ queryKey: [key] });
      }
      return sight;
    },
    staleTime: ({ state }) => (state.data?.kind === 'paid' ? Infinity : 0),
    refetchInterval: ({ state }) => {
      if (state.data?.kind !== 'waiting') return false;
      if (!intentId || !secretOf(intentId)) return WITHOUT_SECRET_MS;
      return state.dataUpdateCount < EAGER_LOOKS ? SOON_MS : LATER_MS;
    },
    refetchOnWindowFocus: true,
  });
}
