import { queryOptions } from '@tanstack/react-query';
import type { Config } from '../../wire.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';
import { lookAtPayment } from './pay/look.js';
import { secretOf } from './pay/outcome.js';

const SOON_MS = 2_000;
const LATER_MS = 10_000;
const EAGER_LOOKS = 15;
/** Without the secret every look is a call to our confirmation, which allows ten a minute. */
const WITHOUT_SECRET_MS = 7_000;

/** Looks until the payment is decided; a decided one is not looked at again. */
export function settlementQuery(config: Config, invoiceId: string, intentId: string) {
  return queryOptions({
    queryKey: ['settlement', invoiceId, intentId],
    queryFn: async ({ client }) => {
      const sight = await lookAtPayment(config, invoiceId, intentId);
      if (sight.kind === 'paid') {
        await client.invalidateQueries({ queryKey: invoiceQuery(invoiceId).queryKey });
        void client.invalidateQueries({ queryKey: ['invoices'] });
        void client.invalidateQueries({ queryKey: ['me'] });
      }
      return sight;
    },
    staleTime: ({ state }) => (state.data?.kind === 'paid' ? Infinity : 0),
    refetchInterval: ({ state }) => {
      if (state.data?.kind !== 'waiting') return false;
      if (!secretOf(intentId)) return WITHOUT_SECRET_MS;
      return state.dataUpdateCount < EAGER_LOOKS ? SOON_MS : LATER_MS;
    },
    refetchOnWindowFocus: true,
  });
}
