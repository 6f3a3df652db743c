import { readerOf, viewFor, type Answer, type Call } from './call.js';
import { badParameter, noSuch } from './failure.js';
import { expandFields } from './expand.js';
import { integer, listOf, text, type Spec } from './params.js';
import type { Kind, Rows } from './rows.js';
import type { Fields, Json } from './views/fields.js';

/** The parameters that every list takes. */
export const paging = {
  limit: integer,
  starting_after: text(),
  ending_before: text(),
  expand: listOf(text()),
} satisfies Spec;

export interface Paging {
  limit?: number | null;
  starting_after?: string | null;
  ending_before?: string | null;
  expand?: string[] | null;
}

/** One page of rows that come newest first. */
export function pageOf<Row extends { id: string }>(rows: Iterable<Row>, paging: Paging): { rows: Row[]; more: boolean } {
  const limit = paging.limit ?? 10;
  if (limit < 1 || limit > 100) throw badParameter('Invalid limit: must be between 1 and 100', 'limit');
  return paging.ending_before ? before(rows, paging.ending_before, limit) : after(rows, paging.starting_after, limit);
}

function after<Row extends { id: string }>(rows: Iterable<Row>, cursor: string | null | undefined, limit: number) {
  const page: Row[] = [];
  let seen = !cursor;
  for (const row of rows) {
    if (seen && page.length === limit) return { rows: page, more: true };
    if (seen) page.push(row);
    if (row.id === cursor) seen = true;
  }
  if (!seen) throw noSuch('object', cursor ?? '', 'starting_after', 400);
  return { rows: page, more: false };
}

function before<Row extends { id: string }>(rows: Iterable<Row>, cursor: string, limit: number) {
  const page: Row[] = [];
  let more = false;
  for (const row of rows) {
    if (row.id === cursor) return { rows: page, more };
    page.push(row);
    if (page.length > limit) [more] = [page.shift() !== undefined];
  }
  throw noSuch('object', cursor, 'ending_before', 400);
}

/** Keeps the rows whose time fits `created`. */
export function* createdIn<Row extends { created: number }>(rows: Iterable<Row>, created: number | Record<string, number> | null | undefined): Iterable<Row> {
  const bounds = typeof created === 'number' ? { gte: created, lte: created } : created;
  for (const row of rows) if (!bounds || fits(row.created, bounds)) yield row;
}

function fits(time: number, { gt, gte, lt, lte }: { gt?: number; gte?: number; lt?: number; lte?: number }): boolean {
  if (gt !== undefined && time <= gt) return false;
  if (gte !== undefined && time < gte) return false;
  if (lt !== undefined && time >= lt) return false;
  return lte === undefined || time <= lte;
}

/** A Stripe list of rows, expanded below `data`. */
export function listAnswer<K extends Kind>(call: Call, kind: K, rows: Iterable<Rows[K]>, url: string, paging: Paging): Answer {
  const page = pageOf(alive(rows), paging);
  return { fields: listFields(call, page.rows.map((row) => viewFor(call, kind, row)), page.more, url, paging) };
}

export function listFields(call: Call, data: Fields[], more: boolean, url: string, paging: Paging, object = 'list'): Fields {
  const fields: Fields = { object, data: data as Json[], has_more: more, url };
  if (data.length > 0) expandFields(fields, paging.expand ?? [], readerOf(call), (charge) => refundsOf(call, charge));
  return fields;
}

/** The `refunds` list inside a charge. */
export function refundsOf(call: Call, charge: string): Fields {
  const page = pageOf(call.work.list('refund', charge), {});
  return {
    object: 'list',
    data: page.rows.map((row) => viewFor(call, 'refund', row) as Json),
    has_more: page.more,
    url: `/v1/charges/${charge}/refunds`,
  };
}

function* alive<Row extends { deleted?: boolean }>(rows: Iterable<Row>): Iterable<Row> {
  for (const row of rows) if (!row.deleted) yield row;
}
