/** How events are handed on. The defaults deliver each event once, at once. */
export interface DeliveryMode {
  hold: boolean;
  /** Copies of every delivery. */
  duplicate: number;
  /** Events that fall into one window of this many milliseconds leave it in random order. */
  shuffle_ms: number;
  delay_ms: number;
  /** A random extra delay up to this. */
  jitter_ms: number;
  /** The share of deliveries, 0 to 1, that are lost for good. */
  drop: number;
  /** Only these event types are touched; others are delivered normally. */
  types: string[] | null;
  seed: number;
}

export const NORMAL: DeliveryMode = { hold: false, duplicate: 1, shuffle_ms: 0, delay_ms: 0, jitter_ms: 0, drop: 0, types: null, seed: 1 };

const RETRIES = [1, 2, 5, 15, 60, 300, 1_800, 7_200, 18_000, 36_000, 43_200];
const THREE_DAYS = 3 * 86_400;

/** When to try again after `attempt` failures, in Unix milliseconds; nothing once three days have passed. */
export function retryAt(created: number, attempt: number, now: number): number | undefined {
  const wait = RETRIES[Math.min(attempt, RETRIES.length) - 1] ?? 1;
  const next = now + wait * 1000;
  return next > (created + THREE_DAYS) * 1000 ? undefined : next;
}
