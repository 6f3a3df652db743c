import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from '../../../idempotency-key.js';

/** Does something to an invoice. One key per order: repeating it after a lost answer does it once, a changed order is a new one. */
export function useOrder<Order, Answer>(carryOut: (order: Order, key: string) => Promise<Answer>, onDone: (answer: Answer) => unknown) {
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: (order: Order) => {
      const written = JSON.stringify(order) ?? '';
      const key = keys.current.get(written) ?? newKey();
      keys.current.set(written, key);
      return carryOut(order, key);
    },
    onSuccess: async (answer) => {
      // Done: the same again would be another one.
      keys.current.clear();
      await queries.invalidateQueries({ queryKey: ['invoice'] });
      for (const key of ['invoices', 'payments', 'customer', 'stats']) void queries.invalidateQueries({ queryKey: [key] });
      await onDone(answer);
    },
    onError: () => void queries.invalidateQueries({ queryKey: ['invoice'] }),
  });
}
