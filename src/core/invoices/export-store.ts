import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { exponentOf } from '../../kernel/currency.js';
import type { Reader } from '../tx.js';
import { HELD } from './allocations-store.js';

export interface ExportWish {
  readonly customerId: string;
  readonly timeZone: string;
  readonly bounds: { readonly from: Date; readonly until: Date } | null;
}

type Expression = RawBuilder<unknown>;

// COPY takes no parameters: what varies is written as escaped literals.
const lit = (value: string | number) => sql.lit(value);

/** Names of services: those of the visit, else what the lines of the invoice say. */
const SERVICES = sql`CASE WHEN j.id IS NOT NULL THEN array_to_string(j.services, '; ')
  ELSE (SELECT string_agg(l.description, '; ' ORDER BY l.position) FROM invoice_lines l WHERE l.invoice_id = i.id) END`;

/** CSV by RFC 4180 under the documented head: days in the business's zone, amounts with the digits of their currency. */
export function csvStatement(reader: Reader, wish: ExportWish): string {
  return compile(reader, sql`COPY (
    SELECT to_char(p.settled_at AT TIME ZONE ${lit(wish.timeZone)}, 'MM/DD/YYYY') AS "Date", ${harmless(sql`i.number`)} AS "Invoice #",
      ${harmless(SERVICES)} AS "Services", ${decimal(HELD)} AS "Amount"
    ${rows(wish)} ORDER BY p.settled_at, p.id, i.number
  ) TO STDOUT (FORMAT csv, HEADER true, ENCODING 'UTF8')`);
}

/** The members of a JSON array, with commas between. JSON has no raw control characters, so these quotes are never needed. */
export function jsonStatement(reader: Reader, wish: ExportWish): string {
  return compile(reader, sql`COPY (
    SELECT CASE WHEN row_number() OVER (ORDER BY p.settled_at, p.id, i.number) = 1 THEN '' ELSE ',' END || json_build_object(
      'id', i.id, 'paid_date', to_char(p.settled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'amount', ${decimal(HELD)}::numeric,
      'job', CASE WHEN j.id IS NULL THEN NULL ELSE json_build_object('services', (
        SELECT json_agg(json_build_object('service', json_build_object('name', s.name)) ORDER BY s.position) FROM unnest(j.services) WITH ORDINALITY AS s (name, position))) END)::text
    ${rows(wish)} ORDER BY p.settled_at, p.id, i.number
  ) TO STDOUT (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02', ENCODING 'UTF8')`);
}

function rows({ customerId, bounds }: ExportWish): Expression {
  const within = bounds ? sql`AND p.settled_at >= ${instant(bounds.from)} AND p.settled_at < ${instant(bounds.until)}` : sql``;
  return sql`FROM payments p JOIN allocations a ON a.payment_id = p.id JOIN invoices i ON i.id = a.invoice_id LEFT JOIN appointments j ON j.id = i.job_id
    WHERE p.customer_id = ${lit(customerId)}::uuid AND p.state = 'succeeded' ${within}`;
}

/** Spreadsheets run what begins with these signs, also in their full width and behind blanks. */
function harmless(text: Expression): Expression {
  return sql`(SELECT CASE WHEN t.x ~ '^[[:space:]]*[-=+@＝＋－＠]|^[[:cntrl:]]' THEN '''' || t.x ELSE nullif(t.x, '') END FROM (SELECT ${text} AS x) t)`;
}

/** Minor units as decimal text. Most currencies have two digits; only the others are named. */
function decimal(minor: Expression): Expression {
  const others = Intl.supportedValuesOf('currency').map((code) => ({ code, digits: exponentOf(code) })).filter(({ digits }) => digits !== 2);
  const cases = [...new Set(others.map(({ digits }) => digits))].map((digits) => {
    const codes = others.filter((other) => other.digits === digits).map(({ code }) => lit(code));
    return sql`WHEN p.currency IN (${sql.join(codes)}) THEN (m.x / ${sql.raw(`1${'0'.repeat(digits)}`)}::numeric)::numeric(30, ${sql.raw(String(digits))})::text`;
  });
  return sql`(SELECT CASE ${sql.join(cases, sql` `)} ELSE (m.x / 100::numeric)::numeric(30, 2)::text END FROM (SELECT ${minor} AS x) m)`;
}

/** As seconds: years beyond 9999 have no common spelling. */
function instant(at: Date): Expression {
  return sql`to_timestamp(${lit(at.getTime() / 1000)})`;
}

function compile(reader: Reader, statement: Expression): string {
  return statement.compile(reader.db).sql;
}
