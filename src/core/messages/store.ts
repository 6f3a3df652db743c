import { sql } from 'kysely';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader, Statement, Tx } from '../tx.js';
import type { Message } from './message.js';

interface Row {
  id: string; customer_id: string; customer_name: string; author_name: string; from_staff: boolean; subject: string; body: string; reply_to: string | null; created_at: Date;
}

const COLUMNS = 'm.id, m.customer_id, c.name AS customer_name, u.name AS author_name, m.from_staff, m.subject, m.body, m.reply_to, m.created_at';
const SOURCE = 'messages m JOIN customers c ON c.id = m.customer_id JOIN users u ON u.id = m.author_id';

const byId: Statement<Row> = { name: 'messages_by_id', text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE m.id = $1` };

export async function findMessage(reader: Reader, id: string): Promise<Message | undefined> {
  const [row] = await reader.run(byId, [id]);
  return row && toMessage(row);
}

export interface NewMessageRow extends Pick<Message, 'id' | 'customerId' | 'fromStaff' | 'subject' | 'body' | 'replyTo'> {
  readonly authorId: string;
}

export async function insertMessage(tx: Tx, row: NewMessageRow): Promise<void> {
  await tx.db.insertInto('messages').values({
    id: row.id, customer_id: row.customerId, author_id: row.authorId, from_staff: row.fromStaff, subject: row.subject, body: row.body,
    reply_to: row.replyTo, created_at: tx.now,
  }).execute();
}

export interface ListMessages {
  /** Everybody's unless given. */
  readonly customerId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Beyond the year 9999 nothing was ever shown, and PostgreSQL takes other years than JavaScript. */
const LATEST = 253_402_300_799_999;

/** Latest first, behind `after` (creation in milliseconds, id). */
export async function listMessageRows(reader: Reader, wish: ListMessages & { after: (string | number)[] | undefined }): Promise<Message[]> {
  const own = wish.customerId === undefined ? sql`true` : sql`m.customer_id = ${wish.customerId}`;
  let behind = sql`true`;
  if (wish.after) {
    const [at, id] = wish.after;
    if (typeof at !== 'number' || !(at >= 0 && at <= LATEST) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
    behind = sql`(m.created_at, m.id) < (${new Date(at)}, ${id}::uuid)`;
  }
  const { rows } = await sql<Row>`
    SELECT ${sql.raw(COLUMNS)} FROM ${sql.raw(SOURCE)} WHERE ${own} AND ${behind} ORDER BY m.created_at DESC, m.id DESC LIMIT ${wish.limit}`.execute(reader.db);
  return rows.map(toMessage);
}

function toMessage(row: Row): Message {
  return {
    id: row.id, customerId: row.customer_id, customerName: row.customer_name, authorName: row.author_name, fromStaff: row.from_staff,
    subject: row.subject, body: row.body, replyTo: row.reply_to, createdAt: row.created_at,
  };
}
