import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { ListProposals } from './list-wish.js';
import type { Proposal, ProposalStatus } from './proposal.js';
import { COLUMNS, SOURCE, toProposal } from './store.js';
import type { ProposalRow } from './store.js';

type Condition = RawBuilder<unknown>;

/** Newest first, from behind `after` (creation in milliseconds, id). */
export async function listProposalRows(reader: Reader, wish: ListProposals & { after: (string | number)[] | undefined }): Promise<Proposal[]> {
  const { rows } = await sql<ProposalRow>`
    SELECT ${sql.raw(COLUMNS)} FROM ${sql.raw(SOURCE)} WHERE ${sql.join(conditionsOf(wish), sql` AND `)}
    ORDER BY p.created_at DESC, p.id DESC LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map(toProposal);
}

export async function countProposalRows(reader: Reader, wish: Pick<ListProposals, 'customerId' | 'sentOnly' | 'now'>): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`SELECT count(*) AS count FROM ${sql.raw(SOURCE)} WHERE ${sql.join(conditionsOf({ ...wish, after: undefined }), sql` AND `)}`.execute(reader.db);
  return Number(rows[0]?.count ?? 0);
}

function conditionsOf(wish: Omit<ListProposals, 'limit'> & { after: (string | number)[] | undefined }): Condition[] {
  const conditions: Condition[] = [sql`p.deleted_at IS NULL`];
  if (wish.customerId !== undefined) conditions.push(sql`p.customer_id = ${wish.customerId}`);
  if (wish.sentOnly) conditions.push(sql`p.state <> 'draft'`);
  if (wish.status) conditions.push(statusCondition(wish.status, wish.now));
  if (wish.search) {
    const pattern = `%${wish.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    conditions.push(wish.customerId === undefined
      ? sql`(p.title ILIKE ${pattern} OR c.name ILIKE ${pattern} OR c.company_name ILIKE ${pattern} OR c.email ILIKE ${pattern})` : sql`p.title ILIKE ${pattern}`);
  }
  if (wish.after) conditions.push(afterCondition(wish.after));
  return conditions;
}

function statusCondition(status: ProposalStatus, now: Date): Condition {
  if (status === 'sent') return sql`p.state = 'sent' AND (p.valid_until IS NULL OR p.valid_until >= ${now})`;
  if (status === 'expired') return sql`p.state = 'sent' AND p.valid_until < ${now}`;
  return sql`p.state = ${status}`;
}

/** Beyond the year 9999 nothing was ever shown. */
const LATEST = 253_402_300_799_999;

function afterCondition([createdAt, id]: (string | number)[]): Condition {
  if (typeof createdAt !== 'number' || !(createdAt >= 0 && createdAt <= LATEST) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  return sql`(p.created_at, p.id) < (${new Date(createdAt)}, ${id}::uuid)`;
}
