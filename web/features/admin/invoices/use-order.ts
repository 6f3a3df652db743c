import { useQueryClient } from '@tanstack/react-query';
import { useOnce } from '../../../ui/use-once.js';

/** Does something to an invoice, once; whatever shows it looks again. */
export function useOrder<Order, Answer>(carryOut: (order: Order, key: string) => Promise<Answer>, onDone: (answer: Answer) => unknown) {
  const queries = useQueryClient();
  return useOnce(carryOut, {
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['invoice'] });
      for (const key of ['invoices', 'payments', 'customer', 'stats']) void queries.invalidateQueries({ queryKey: [key] });
      await onDone(answer);
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['invoice'] }),
  });
}
