import type { Reader, Statement } from '../tx.js';

/** How far behind the outbox is. */
export interface OutboxHealth {
  readonly pending: number;
  readonly failed: number;
  /** Seconds since the oldest message that is due was written; 0 when none is due. */
  readonly lagSeconds: number;
}

interface HealthRow {
  pending: bigint;
  failed: bigint;
  oldest_due: Date | null;
}

const health: Statement<HealthRow> = {
  name: 'outbox_health',
  text: `SELECT (SELECT count(*) FROM outbox_messages WHERE state = 'pending') AS pending,
      (SELECT count(*) FROM outbox_messages WHERE state = 'failed') AS failed,
      (SELECT min(created_at) FROM outbox_messages WHERE state = 'pending' AND next_attempt_at <= $1::timestamptz) AS oldest_due`,
};

/** What waits and what was given up, for readiness, metrics and the console. */
export async function outboxHealth(reader: Reader, now: Date): Promise<OutboxHealth> {
  const [row] = await reader.run(health, [now]);
  const oldest = row?.oldest_due?.getTime() ?? now.getTime();
  return {
    pending: Number(row?.pending ?? 0n),
    failed: Number(row?.failed ?? 0n),
    lagSeconds: Math.max(0, Math.round((now.getTime() - oldest) / 1_000)),
  };
}
