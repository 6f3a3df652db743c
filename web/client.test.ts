import { afterEach, expect, it, vi } from 'vitest';
import { ApiError, call, isRefused } from './client.js';

afterEach(() => void vi.unstubAllGlobals());

const said = (status: number, code: string) => new ApiError(status, code, 'said', null, null);

it('takes only what the server itself said as a refusal', () => {
  for (const refusal of [said(400, 'payment_declined'), said(409, 'payment_in_progress'), said(503, 'processor_unavailable'), said(400, 'http_400'), said(429, 'http_429')]) expect(isRefused(refusal), refusal.code).toBe(true);
  for (const silence of [said(0, 'unreachable'), said(502, 'http_502'), said(504, 'http_504'), said(503, 'idempotency_key_running'), new TypeError('broken')]) expect(isRefused(silence), silence.message).toBe(false);
});

it.each([
  [401, 401], [403, 401],
  [502, 502], [429, 429], [503, 503],
  ['no answer', 0],
])('takes a refresh answered by %s for %s', async (refreshed, seen) => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('fetch', async (path: string) => {
    if (!path.endsWith('/refresh')) return new Response('{"code":"not_signed_in"}', { status: 401 });
    if (typeof refreshed !== 'number') throw new TypeError('offline');
    return new Response('busy', { status: refreshed });
  });
  await expect(call('GET /api/app/setup', {})).rejects.toMatchObject({ name: 'ApiError', status: seen });
});
