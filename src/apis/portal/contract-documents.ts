import Type from 'typebox';
import type { Contract, Limit } from '../endpoint.js';

const twentyAMinute: Limit = { requests: 20, perSeconds: 60, per: 'caller' };
const Bytes = Type.String();

/** What the portal document hands out as files. */
export const documents = {
  'GET /api/payments/export': {
    summary: 'All that was paid, as CSV or JSON; a year is one in the zone of the business',
    access: 'customer',
    query: Type.Object({
      format: Type.Optional(Type.Unsafe<'csv' | 'json'>({ type: 'string', enum: ['csv', 'json'], refusal: 'format_invalid' } as never)),
      year: Type.Optional(Type.String({ pattern: '^\\d{4}$', refusal: 'year_invalid' })),
    }),
    reply: Bytes,
    files: ['text/csv', 'application/json'],
    fails: 'Export failed',
  },
  'GET /api/invoices/{id}/pdf': {
    summary: 'An invoice as a PDF',
    access: 'customer',
    params: Type.Object({ id: Type.String({ maxLength: 200 }) }),
    reply: Bytes,
    files: ['application/pdf'],
    limit: twentyAMinute,
    fails: 'Failed to generate PDF',
  },
} as const satisfies Contract;

export type Documents = typeof documents;
