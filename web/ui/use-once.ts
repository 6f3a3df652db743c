import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from '../idempotency-key.js';

type Hooks<Order, Answer> = Pick<UseMutationOptions<Answer, Error, Order>, 'onSuccess' | 'onError'>;

/** Carries an order out under a key of its own: repeating it after a lost answer does it once, a changed order is a new one. */
export function useOnce<Order, Answer>(carryOut: (order: Order, key: string) => Promise<Answer>, { onSuccess, ...hooks }: Hooks<Order, Answer>) {
  const keys = useRef(new Map<string, string>());
  return useMutation({
    ...hooks,
    mutationFn: (order: Order) => {
      const written = JSON.stringify(order) ?? '';
      const key = keys.current.get(written) ?? newKey();
      keys.current.set(written, key);
      return carryOut(order, key);
    },
    onSuccess: (...told) => {
      // Done: the same again would be another one.
      keys.current.clear();
      return onSuccess?.(...told);
    },
  });
}
