import { expect, it } from 'vitest';
import { ApiError, isRefused } from './client.js';

const said = (status: number, code: string) => new ApiError(status, code, 'said', null, null);

it('takes only what the server itself said as a refusal', () => {
  for (const refusal of [said(400, 'payment_declined'), said(409, 'payment_in_progress'), said(503, 'processor_unavailable'), said(400, 'http_400'), said(429, 'http_429')]) expect(isRefused(refusal), refusal.code).toBe(true);
  for (const silence of [said(0, 'unreachable'), said(502, 'http_502'), said(504, 'http_504'), said(503, 'idempotency_key_running'), new TypeError('broken')]) expect(isRefused(silence), silence.message).toBe(false);
});
