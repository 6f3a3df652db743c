import { UsageUnavailable } from '../../core/ports/usage-analytics.js';
import type { ServiceAccount } from './service-account.js';

export interface ClientOptions {
  /** Read by the first call that needs it, and again after a failure. */
  readonly account: () => Promise<ServiceAccount>;
  /** For one call, in milliseconds. */
  readonly timeoutMs: number;
}

/** Calls Google's APIs as the service account; every failure is a UsageUnavailable. */
export interface Client {
  get(url: string): Promise<unknown>;
  post(url: string, body: object): Promise<unknown>;
}

const SCOPES = 'https://www.googleapis.com/auth/analytics.readonly https://www.googleapis.com/auth/firebase.readonly';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** A token is not used in its last minute. */
const MARGIN_MS = 60_000;

/** Nothing is read or connected before the first call. */
export function createClient({ account, timeoutMs }: ClientOptions): Client {
  let token: Promise<{ text: string; until: number }> | undefined;
  const fresh = async (): Promise<string> => {
    const kept = await token?.catch(() => undefined);
    if (kept && kept.until > Date.now()) return kept.text;
    token = account().then((one) => requestToken(one, timeoutMs));
    return (await token).text;
  };
  const call = async (url: string, body?: object): Promise<unknown> => {
    const send = async (): Promise<Response> => exchange(url, timeoutMs, {
      method: body ? 'POST' : 'GET', headers: { authorization: `Bearer ${await fresh()}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
    });
    let answer = await send();
    if (answer.status === 401) {
      // Revoked before its time: once more with a new one.
      token = undefined;
      answer = await send();
    }
    if (!answer.ok) throw failureOf(answer.status);
    return readJson(answer);
  };
  return { get: (url) => call(url), post: (url, body) => call(url, body) };
}

async function requestToken(account: ServiceAccount, timeoutMs: number): Promise<{ text: string; until: number }> {
  const answer = await exchange(account.tokenUri, timeoutMs, { method: 'POST', body: new URLSearchParams({ grant_type: GRANT, assertion: await sign(account) }) });
  if (!answer.ok) throw failureOf(answer.status);
  const { access_token: text, expires_in: seconds } = await readJson(answer) as { access_token?: unknown; expires_in?: unknown };
  if (typeof text !== 'string' || typeof seconds !== 'number') throw new UsageUnavailable('unreachable', 'malformed');
  return { text, until: Date.now() + seconds * 1_000 - MARGIN_MS };
}

/** The assertion that is exchanged for a token; good for an hour. */
async function sign({ clientEmail, privateKey, keyId, tokenUri }: ServiceAccount): Promise<string> {
  const { importPKCS8, SignJWT } = await import('jose');
  const key = await importPKCS8(privateKey, 'RS256').catch((error: unknown) => { throw new UsageUnavailable('refused', 'credentials_unreadable', { cause: error }); });
  return new SignJWT({ scope: SCOPES }).setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId !== null && { kid: keyId }) })
    .setIssuer(clientEmail).setAudience(tokenUri).setIssuedAt().setExpirationTime('1h').sign(key);
}

async function exchange(url: string, timeoutMs: number, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw new UsageUnavailable('unreachable', error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection', { cause: error });
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    throw new UsageUnavailable('unreachable', 'malformed', { cause: error });
  }
}

/** Overload and breakdowns pass; what is wrong with us or with the property does not. */
function failureOf(status: number): UsageUnavailable {
  return new UsageUnavailable(status === 429 || status >= 500 ? 'unreachable' : 'refused', `status_${status}`);
}
