import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useState } from 'react';
import { carryOnce } from '../once.js';

type Hooks<Order, Answer> = Pick<UseMutationOptions<Answer, Error, Order>, 'onSuccess' | 'onError'>;

/** Carries an order out under a key of its own: repeating it after a lost answer does it once, a changed order is a new one. */
export function useOnce<Order, Answer>(carryOut: (order: Order, key: string) => Promise<Answer>, hooks: Hooks<Order, Answer>) {
  const [carry] = useState(carryOnce);
  return useMutation({ ...hooks, mutationFn: (order: Order) => carry(order, carryOut) });
}
