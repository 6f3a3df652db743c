import type { TSchema } from 'typebox';
import type { Endpoint } from '../../src/apis/endpoint.js';
import type { Request } from '../authorization/samples.js';

/** Where an id stands in a request: `params.id`, `query.customerId`, `body.data.jobId`. */
export type Position = string;

/** Texts that are no id of anything. */
export const malformedIds: readonly string[] = [
  ' ', 'x', '0', '-1', '1e3', 'null', 'undefined', '..', '../../customers', '%2e%2e', "' OR '1'='1", '$ne', '*', '{id}', 'pi_', 'pm_../../customers', 'cus_1?limit=100', 'seti_1',
  '00000000-0000-0000-0000-00000000000', '123e4567-e89b-12d3-a456-42661417400g', '{123e4567-e89b-12d3-a456-426614174000}', '１２３', '\u202e', 'ｐm_1', 'x'.repeat(201), 'x'.repeat(3_000),
];

/** What stands where a text should: made of an id that would be accepted. */
export function shapesOf(id: string): unknown[] {
  return [[id], [[id]], [], {}, { id }, { $ne: null }, { toString: id }, { length: 1 }, null, true, 1, 0, -1, 1e21];
}

/** The request with another value at the position. Only bodies take anything but texts. */
export function withId(request: Request, position: Position, value: unknown): Request {
  const [part, ...names] = position.split('.') as ['params' | 'query' | 'body', ...string[]];
  return { ...request, [part]: replaced(request[part] ?? {}, names, value) };
}

/** A list is addressed by its indexes: `body.invoices.0.id`. */
function replaced(object: Readonly<Record<string, unknown>>, [name = '', ...deeper]: string[], value: unknown): unknown {
  const changed = { ...object, [name]: deeper.length === 0 ? value : replaced((object[name] ?? {}) as Record<string, unknown>, deeper, value) };
  return Array.isArray(object) ? Object.values(changed) : changed;
}

/** Where the texts, numbers and switches of a body stand. */
export function leavesOf(value: unknown, at: Position): Position[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, `${at}.${name}`));
}

interface Shape { readonly properties?: Readonly<Record<string, Shape>>; readonly anyOf?: readonly Shape[]; readonly items?: Shape }

/** All positions of an endpoint whose names say that an id is meant, found in its contract. */
export function idPositions(endpoint: Endpoint): Position[] {
  const parts: [string, TSchema | undefined][] = [['params', endpoint.params], ['query', endpoint.query], ['body', endpoint.body]];
  return [...new Set(parts.flatMap(([part, schema]) => (schema ? within(schema as Shape, part) : [])))];
}

function within(shape: Shape, at: string): string[] {
  const here = Object.entries(shape.properties ?? {}).flatMap(([name, member]) => [
    ...(/^id$|Ids?$|_ids?$/.test(name) ? [`${at}.${name}`] : []), ...within(member, `${at}.${name}`),
  ]);
  return [...here, ...(shape.anyOf ?? []).flatMap((variant) => within(variant, at)), ...(shape.items ? within(shape.items, `${at}.0`) : [])];
}
