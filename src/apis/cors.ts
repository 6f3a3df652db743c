/** Headers that let a page of a listed origin read the answer; null for any other page. */
export function corsHeaders(origin: string, ownOrigins: ReadonlySet<string>): Readonly<Record<string, string>> | null {
  if (!ownOrigins.has(origin)) return null;
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'X-Request-Id, X-Total-Count, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotency-Replayed, X-Supabase-Api-Version, X-SB-Error-Code',
    vary: 'Origin',
  };
}

/** The answer to a browser that asks before it sends. */
export const PREFLIGHT: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, X-Request-Id, apikey, x-client-info, x-supabase-api-version',
  'access-control-max-age': '600',
};
