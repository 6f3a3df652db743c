import type { Tokens } from '../core/identity/index.js';
import type { Cookie } from './call.js';
import { readCookies } from './credential.js';

/** The name Supabase's applications use, so that their own requests with it work too. */
const ACCESS = 'sb-access-token';
const REFRESH = 'pd-refresh-token';
const MONTH_S = 30 * 86_400;

/** A signed-in browser: neither cookie can be read by scripts. */
export function sessionCookies(tokens: Tokens): Cookie[] {
  return [
    { name: ACCESS, value: tokens.accessToken, maxAgeSeconds: tokens.expiresIn },
    { name: REFRESH, value: tokens.refreshToken, maxAgeSeconds: MONTH_S },
  ];
}

export const NO_SESSION_COOKIES: readonly Cookie[] = [ACCESS, REFRESH].map((name) => ({ name, value: '', maxAgeSeconds: 0 }));

/** The refresh token of a browser, or undefined. */
export function refreshTokenIn(cookie: string | string[] | undefined): string | undefined {
  return typeof cookie === 'string' ? readCookies(cookie).get(REFRESH) : undefined;
}
