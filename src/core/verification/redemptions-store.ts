import type { Reader, Statement } from '../tx.js';

export interface RedemptionRow { id: string; customer_id: string; points: bigint; state: string; created_at: Date; decided_at: Date | null }

const redemptionsAfter: Statement<RedemptionRow> = {
  name: 'verify_redemptions',
  text: `SELECT id, customer_id, points, state, created_at, decided_at FROM reward_redemptions WHERE id > $1 ORDER BY id LIMIT 1000`,
};

export async function readRedemptions(reader: Reader, after: string): Promise<RedemptionRow[]> {
  return reader.run(redemptionsAfter, [after]);
}
