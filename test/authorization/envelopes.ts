import { expect } from 'vitest';
import type { Row } from './table.js';

/** What the documents say word by word; typed from them. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  'GET /api/purchases/{id}': "Forbidden: You don't have permission to view this purchase",
  'GET /api/purchases/{id}/receipt': "Forbidden: You don't have permission to view this receipt",
};

const UNSIGNED: Readonly<Record<string, unknown>> = {
  'POST /api/webhooks/stripe': { error: 'Invalid signature', message: 'Webhook signature verification failed' },
  'POST /billing/webhooks/stripe': { error: { code: 'WEBHOOK_SIGNATURE_INVALID', message: 'Invalid webhook signature' } },
  'POST /api/stripe/webhook': { success: false, error: 'Invalid signature' },
};

/** Refusals whose sentence is the route's own. */
const OWN_WORDS: Readonly<Record<string, unknown>> = {
  '400 DELETE /api/payments/methods': { error: 'Payment method ID is required' },
  '400 PATCH /api/payments/methods': { error: 'Payment method ID is required' },
  '401 POST /auth/refresh': { error: { code: 'UNAUTHORIZED', message: 'Invalid or expired refresh token' } },
};

/** The body that goes with a refusing cell; undefined where the table asks for a success. `bearer`: was there an Authorization header? */
export function refusalOf(row: Row, cell: string, bearer: boolean): unknown {
  const status = Number.parseInt(cell, 10);
  if (status < 400) return undefined;
  const own = OWN_WORDS[`${status} ${row.route}`] ?? (status === 400 ? UNSIGNED[row.route] : undefined);
  if (own !== undefined) return own;
  const missing = cell === '404c' ? 'Customer not found' : cell === '404b' ? 'Barber not found' : row.missing;
  switch (row.doc) {
    case '000': return { error: { 401: 'Unauthorized', 403: 'Forbidden', 404: missing }[status] };
    case '001': return { error: billing(status, missing) };
    case '002': return { success: false, error: { 400: missing, 401: 'User not authenticated', 403: 'Forbidden' }[status] };
    case '003': return { message: { 401: 'Unauthorized', 403: FORBIDDEN[row.route] ?? 'Forbidden', 404: missing }[status] };
    case '004': return { error: { ...hybrid(status, missing), details: expect.any(Object), timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), request_id: expect.any(String) } };
    case 'app': return problem(row, status, cell);
    case 'supabase': return supabase(status, bearer);
    default: throw new Error(`${row.doc} has no refusals`);
  }
}

function billing(status: number, missing: string): unknown {
  if (status === 401) return { code: 'UNAUTHORIZED', message: 'Authentication required' };
  if (status === 403) return { code: 'FORBIDDEN', message: 'You do not have access to this resource' };
  return { code: 'NOT_FOUND', message: missing };
}

function hybrid(status: number, missing: string): { code: string; message: string } {
  if (status === 401) return { code: 'UNAUTHORIZED', message: 'Authentication required' };
  if (status === 403) return { code: 'INSUFFICIENT_PERMISSIONS', message: 'Insufficient permissions' };
  return { code: 'NOT_FOUND', message: missing };
}

/** Problem details: the code is what programs read, the sentence is for people. */
function problem(row: Row, status: number, cell: string): unknown {
  const unauthenticated = row.path === '/api/app/session/refresh' ? 'refresh_token_invalid' : 'unauthenticated';
  const code = cell === '404c' ? 'customer_not_found' : { 400: row.missing, 401: unauthenticated, 403: 'permission_missing', 404: row.missing }[status];
  return { type: 'about:blank', title: code?.replaceAll('_', ' '), status, detail: expect.stringMatching(/\w.*\.$/), code, request_id: expect.any(String) };
}

function supabase(status: number, bearer: boolean): unknown {
  if (status === 401) return { code: 401, error_code: bearer ? 'session_not_found' : 'no_authorization', msg: 'This endpoint requires a valid Bearer token' };
  if (status === 403) return { code: 403, error_code: 'not_admin', msg: 'User not allowed' };
  return { code: 404, error_code: 'mfa_factor_not_found', msg: 'MFA factor not found' };
}
