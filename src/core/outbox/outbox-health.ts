import type { Reader } from '../tx.js';
import { countMessages } from './queue-store.js';

/** How far behind the outbox is. */
export interface OutboxHealth {
  readonly pending: number;
  readonly failed: number;
  /** Seconds since the oldest message that is due was written; 0 when none is due. */
  readonly lagSeconds: number;
}

/** What waits and what was given up, for readiness, metrics and the console. */
export async function outboxHealth(reader: Reader, now: Date): Promise<OutboxHealth> {
  const counts = await countMessages(reader, now);
  const oldest = counts.oldestDue?.getTime() ?? now.getTime();
  return { pending: counts.pending, failed: counts.failed, lagSeconds: Math.max(0, Math.round((now.getTime() - oldest) / 1_000)) };
}
