import type { Reader, Statement } from '../tx.js';
import type { ListHistory, PastDeed } from './history.js';

interface Row { id: string; at: Date; action: string; actor_name: string | null; details: Record<string, unknown> }

/** $1 type, $2 id, $3 and $4 behind which line (null: from the latest), $5 how many. */
const listEntries: Statement<Row> = {
  name: 'audit_of_resource',
  text: `SELECT l.id, l.at, l.action, u.name AS actor_name, l.details FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id
    WHERE l.resource_type = $1 AND l.resource_id = $2 AND l.outcome = 'success' AND ($3::timestamptz IS NULL OR (l.at, l.id) < ($3, $4::uuid))
    ORDER BY l.at DESC, l.id DESC LIMIT $5`,
};

export async function listEntryRows(reader: Reader, wish: Omit<ListHistory, 'cursor'> & { after: { at: Date; id: string } | undefined }): Promise<PastDeed[]> {
  const rows = await reader.run(listEntries, [wish.resourceType, wish.resourceId, wish.after?.at ?? null, wish.after?.id ?? null, wish.limit]);
  return rows.map(({ actor_name: actorName, ...row }) => ({ ...row, actorName }));
}
