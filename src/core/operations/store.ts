import type { Selectable } from 'kysely';
import { storableJson, storableText } from '../../kernel/json.js';
import type { Operations } from '../tables.js';
import type { Reader, Statement, Tx } from '../tx.js';
import type { Operation, OperationState } from './operation.js';

export async function insertOperation(tx: Tx, row: { id: string; kind: string; state: OperationState; total: number | null; startedBy: string | null }): Promise<void> {
  await tx.db
    .insertInto('operations')
    .values({ id: row.id, kind: row.kind, state: row.state, total: row.total === null ? null : BigInt(row.total), started_by: row.startedBy, created_at: tx.now, updated_at: tx.now })
    .execute();
}

export async function findOperation(reader: Reader, id: string): Promise<Operation | null> {
  const row = await reader.db.selectFrom('operations').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toOperation(row);
}

const progress: Statement<{ id: string }> = {
  name: 'operations_progress',
  text: `UPDATE operations SET state = 'running', done = $3, total = coalesce($4, total), message = coalesce($5, message), updated_at = $2::timestamptz
    WHERE id = $1::uuid AND state IN ('queued', 'running') RETURNING id`,
};

const end: Statement<{ id: string }> = {
  name: 'operations_end',
  text: `UPDATE operations SET state = $3, message = coalesce($4, message), result = $5::jsonb, updated_at = $2::timestamptz
    WHERE id = $1::uuid AND state IN ('queued', 'running') RETURNING id`,
};

const endSilent: Statement<{ id: string }> = {
  name: 'operations_end_silent',
  text: `UPDATE operations SET state = 'failed', message = 'interrupted', updated_at = $1::timestamptz
    WHERE state IN ('queued', 'running') AND updated_at < $2::timestamptz RETURNING id`,
};

const deleteOld: Statement<never> = {
  name: 'operations_delete_old',
  text: `DELETE FROM operations WHERE state NOT IN ('queued', 'running') AND updated_at < $1::timestamptz`,
};

/** False when the operation has ended (was canceled) meanwhile. */
export async function writeProgress(tx: Tx, id: string, step: { done: number; total?: number; message?: string }): Promise<boolean> {
  const rows = await tx.run(progress, [id, tx.now, step.done, step.total ?? null, textOrNull(step.message)]);
  return rows.length > 0;
}

/** False when the operation had ended before. */
export async function writeEnd(tx: Tx, id: string, state: 'succeeded' | 'failed' | 'canceled', message?: string, result?: unknown): Promise<boolean> {
  const rows = await tx.run(end, [id, tx.now, state, textOrNull(message), result === undefined ? null : storableJson(result)]);
  return rows.length > 0;
}

export async function endSilentSince(tx: Tx, since: Date): Promise<number> {
  return (await tx.run(endSilent, [tx.now, since])).length;
}

export async function deleteEndedBefore(tx: Tx, before: Date): Promise<void> {
  await tx.run(deleteOld, [before]);
}

function toOperation(row: Selectable<Operations>): Operation {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state as OperationState, // the column's CHECK allows no other
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    message: row.message,
    result: row.result,
    startedBy: row.started_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text).slice(0, 500);
}
