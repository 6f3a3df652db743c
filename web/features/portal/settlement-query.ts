import { queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { confirmPayment } from '../../api.js';
import type { Config } from '../../wire.js';
import { lookAt, sightOf, type Ask } from './pay/look.js';
import { secretOf } from '../../ui/pay/outcome.js';

const SOON_MS = 2_000;
const LATER_MS = 10_000;
const EAGER_LOOKS = 15;
/** Without the secret every look is a call to our confirmation, which allows thirty a minute. */
const WITHOUT_SECRET_MS = 7_000;

interface Settling {
  /** Of what is paid. */
  id: string;
  intentId: string | undefined;
  ask: (queries: QueryClient) => Ask;
  /** What is different once it is paid: `first` before the page says so. */
  first: readonly QueryKey[];
  then: readonly QueryKey[];
}

/** Looks until it is decided; what is paid is not looked at again. */
export function settling(config: Config, { id, intentId, ask, first, then }: Settling) {
  return queryOptions({
    queryKey: ['settlement', id, intentId],
    queryFn: async ({ client }) => {
      const sight = await lookAt(config, intentId, ask(client));
      if (sight.kind === 'paid') {
        await Promise.all(first.map((queryKey) => client.invalidateQueries({ queryKey })));
        for (const queryKey of then) void client.invalidateQueries({ queryKey });
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

/** Has our server look at the processor and record what it finds. */
export function settlementQuery(config: Config, paymentId: string, intentId: string | undefined) {
  return settling(config, {
    id: paymentId, intentId, ask: () => async () => sightOf((await confirmPayment(paymentId)).status),
    first: [['receipt', paymentId], ['invoice']], then: ['invoices', 'payments', 'me', 'points', 'standing'].map((key) => [key]),
  });
}
