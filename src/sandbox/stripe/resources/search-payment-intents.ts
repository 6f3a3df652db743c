import { paramsOf, viewFor, type Answer, type Call } from '../call.js';
import { badParameter } from '../failure.js';
import { listFields } from '../page.js';
import { expandable, integer, required, text } from '../params.js';
import type { PaymentIntentRow } from '../rows.js';

const CLAUSE = /^\s*(-)?(?:metadata\[(["'])([^"']+)\2\]|(status|customer|currency|amount|created))\s*(:|<=|>=|<|>)\s*(?:(["'])((?:\\.|(?!\6).)*)\6|(-?\d+))\s*$/;

type Test = (row: PaymentIntentRow) => boolean;

/** `metadata['key']:'value' AND status:'succeeded' AND created>0`, newest first; `page` is a place in the result. */
export function searchPaymentIntents(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, query: required(text()), limit: integer, page: text() });
  const tests = (params.query ?? '').split(/\s+AND\s+/i).map(readClause);
  const from = Number(params.page ?? '0') || 0;
  const limit = params.limit ?? 10;
  const found: PaymentIntentRow[] = [];
  const newest = call.work.now - (call.work.settings.search_lag ?? 0);
  for (const row of call.work.list('payment_intent')) {
    if (row.created <= newest && tests.every((test) => test(row))) found.push(row);
    if (found.length > from + limit) break;
  }
  const page = found.slice(from, from + limit).map((row) => viewFor(call, 'payment_intent', row));
  const more = found.length > from + limit;
  const fields = listFields(call, page, more, '/v1/payment_intents/search', params, 'search_result');
  return { fields: { ...fields, next_page: more ? String(from + limit) : null } };
}

function readClause(clause: string): Test {
  const parts = CLAUSE.exec(clause);
  if (!parts) throw badParameter(`We were unable to parse your search query. Try using the format \`metadata["key"]:"value"\`: ${clause}`, 'query');
  const [, negated, , key, field, operator, , quoted, number] = parts;
  const wanted = quoted?.replaceAll(/\\(.)/g, '$1') ?? number ?? '';
  const read = (row: PaymentIntentRow): unknown => (key !== undefined ? row.metadata[key] : row[field as 'status']);
  return (row) => compare(read(row), operator ?? ':', wanted) !== Boolean(negated);
}

function compare(value: unknown, operator: string, wanted: string): boolean {
  if (value === undefined || value === null) return false;
  if (operator === ':') return String(value).toLowerCase() === wanted.toLowerCase();
  const [left, right] = [Number(value), Number(wanted)];
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left >= right;
}
