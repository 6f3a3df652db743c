import { isRefused } from './client.js';
import { newKey } from './idempotency-key.js';

/**
 * A key for each order whose outcome is unknown: repeating it after a lost answer does it once. What was done, or refused by
 * the server itself, is over: the same again is another order.
 */
export function carryOnce() {
  const keys = new Map<string, string>();
  return async <Order, Answer>(order: Order, carryOut: (order: Order, key: string) => Promise<Answer>): Promise<Answer> => {
    const written = JSON.stringify(order) ?? '';
    const key = keys.get(written) ?? newKey();
    keys.set(written, key);
    try {
      const answer = await carryOut(order, key);
      keys.clear();
      return answer;
    } catch (failure) {
      if (failure instanceof Error && isRefused(failure)) keys.delete(written);
      throw failure;
    }
  };
}
