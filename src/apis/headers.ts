import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const GIVEN_ID = /^[A-Za-z0-9._-]{8,64}$/;
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

const START = randomBytes(6).toString('hex');
let count = 0;

/** The id of a request: the caller's own where he sends a decent one, else a new one, unique among all servers. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && GIVEN_ID.test(given)) return given;
  count += 1;
  return `req_${START}${count.toString(36).padStart(5, '0')}`;
}

/** What every answer carries. `secure`: people reach us by https. */
export function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': API_POLICY,
    ...(secure && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  };
}

export interface PagePolicy {
  /** Addresses pages may call and embed beside our own: the sandbox partners of a demo. */
  readonly partners?: readonly string[];
}

/** The policy of the web app's pages: our own files, Stripe's payment form, and the partners of a demo. No inline script. */
export function pagePolicy({ partners = [] }: PagePolicy = {}): string {
  const also = partners.length > 0 ? ` ${partners.join(' ')}` : '';
  return [
    "default-src 'self'",
    "script-src 'self' https://js.stripe.com",
    `frame-src https://js.stripe.com https://hooks.stripe.com${also}`,
    `connect-src 'self' https://api.stripe.com${also}`,
    "img-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self' https://checkout.stripe.com",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** `name=value` as a Set-Cookie header. */
export function setCookie(cookie: { name: string; value: string; maxAgeSeconds: number; path?: string }, secure: boolean): string {
  const { name, value, maxAgeSeconds, path = '/' } = cookie;
  return `${name}=${encodeURIComponent(value)}; Path=${path}; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
