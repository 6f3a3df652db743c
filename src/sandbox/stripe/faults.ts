import { seededRandom } from './random.js';

/** What may go wrong with a request. `before` has no effect, `after` has. */
export const FAULT_MODES = [
  'timeout_before', 'timeout_after', 'error500_before', 'error500_after', 'reset_before', 'reset_after', 'malformed',
  'slow', 'slow_after', 'rate_limited', 'decline', 'processing', 'unauthorized', 'conflict', 'wrong_amount', 'wrong_currency', 'wrong_id', 'wrong_status',
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export interface FaultRequest {
  mode: FaultMode;
  /** Regular expressions; everything when left out. */
  method?: string;
  path?: string;
  /** How many requests it hits; without end when left out. */
  count?: number;
  /** How many matching requests pass before it starts. */
  skip?: number;
  /** The share of matching requests it hits, 0 to 1. */
  probability?: number;
  seed?: number;
  /** For `slow` and `slow_after`. */
  ms?: number;
  /** For `rate_limited`: seconds in `Retry-After`. */
  retry_after?: number;
  /** For `decline`: the decline code. */
  decline_code?: string;
  /** Keeps the 500 of `error500_after` under the idempotency key, as Stripe does. */
  keep?: boolean;
}

export interface Fault extends FaultRequest {
  id: number;
  hits: number;
}

export interface Faults {
  add(request: FaultRequest): Fault;
  list(): Fault[];
  clear(): void;
  /** The fault that this request meets, counted as a hit. */
  match(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: { fault: Fault; fits: (method: string, path: string) => boolean; random: () => number; }[] = [];
  let next = 1;
  return {
    add(request) {
      const [method, path] = [new RegExp(request.method ?? ''), new RegExp(request.path ?? '')];
      const fault = { ...request, id: next++, hits: 0 };
      faults.push({ fault, fits: (m, p) => method.test(m) && path.test(p), random: seededRandom(request.seed ?? 1) });
      return fault;
    },
    list: () => faults.map(({ fault }) => fault),
    clear() {
      faults = [];
    },
    match(method, path) {
      for (const { fault, fits, random } of faults) {
        if (fault.count !== undefined && fault.hits >= fault.count) continue;
        if (!fits(method, path)) continue;
        if (fault.skip !== undefined && fault.skip > 0) {
          fault.skip--;
          continue;
        }
        if (fault.probability !== undefined && random() >= fault.probability) continue;
        fault.hits++;
        return fault;
      }
      return undefined;
    },
  };
}
