import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Day } from '../../kernel/period.js';
import type { Reader } from '../tx.js';
import type { ListRecurring, RecurringKind } from './list-wish.js';
import type { RecurringCustomer } from './recurring.js';
import { RECURRING_FACTS, RECURRING_SOURCE, RECURS, toRecurring } from './store.js';
import type { RecurringRow } from './store.js';

export interface ListedRow {
  readonly recurring: RecurringCustomer;
  readonly name: string;
  readonly pausedOn: Day | null;
  readonly autoCharge: boolean;
  readonly methodId: string | null;
  readonly consentedAt: Date | null;
}

type Row = RecurringRow & { name: string; paused_on: Day | null; auto_charge: boolean; method_id: string | null; charge_consent_at: Date | null };

const PAUSED = `(SELECT o.paused_on FROM recurring_pauses o WHERE o.customer_id = s.customer_id AND o.resumed_on IS NULL)`;
const COLUMNS = `${RECURRING_FACTS}, c.name, ${PAUSED} AS paused_on, s.auto_charge, s.method_id, s.charge_consent_at`;
const KINDS: Readonly<Record<RecurringKind, string>> = { active: `${PAUSED} IS NULL`, paused: `${PAUSED} IS NOT NULL`, all: 'true' };

export async function listRecurringRows(reader: Reader, wish: ListRecurring & { after: (string | number)[] | undefined }): Promise<ListedRow[]> {
  const conditions: RawBuilder<unknown>[] = [sql.raw(RECURS), sql.raw(KINDS[wish.kind])];
  if (wish.search) conditions.push(searched(wish.search));
  if (wish.after) conditions.push(behind(wish.after));
  const { rows } = await sql<Row>`SELECT ${sql.raw(COLUMNS)} FROM ${sql.raw(RECURRING_SOURCE)} WHERE ${sql.join(conditions, sql` AND `)} ORDER BY c.name, c.id LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map(toListedRow);
}

export async function findListedRow(reader: Reader, customerId: string): Promise<ListedRow | undefined> {
  const { rows } = await sql<Row>`SELECT ${sql.raw(COLUMNS)} FROM ${sql.raw(RECURRING_SOURCE)} WHERE s.customer_id = ${customerId}`.execute(reader.db);
  return rows.map(toListedRow)[0];
}

function toListedRow(row: Row): ListedRow {
  return { recurring: toRecurring(row), name: row.name, pausedOn: row.paused_on, autoCharge: row.auto_charge, methodId: row.method_id, consentedAt: row.charge_consent_at };
}

function searched(search: string): RawBuilder<unknown> {
  const pattern = `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql`(c.name ILIKE ${pattern} OR c.email ILIKE ${pattern} OR c.company_name ILIKE ${pattern})`;
}

function behind([name, id]: (string | number)[]): RawBuilder<unknown> {
  if (typeof name !== 'string' || name.includes('\0') || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  return sql`(c.name, c.id) > (${name}, ${id}::uuid)`;
}
