import type { BodyOf, ParamsOf, QueryOf, ReplyOf } from '../src/apis/endpoint.js';
import type { Routes } from './wire.js';

/** A call that was refused or never arrived. `status` 0 means that no answer came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | null,
    readonly retryAfterSeconds: number | null,
    /** What the server says of it beside the sentence. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/**
 * Did the server itself say no? Then nothing happened, and the next try is another order. Silence, a proxy that speaks in its
 * place, and an order that is still being carried out say nothing: the same order has to be repeated under its key.
 */
export function isRefused(failure: Error): boolean {
  if (!(failure instanceof ApiError) || failure.status === 0) return false;
  return failure.code !== 'idempotency_key_running' && !(failure.status >= 500 && failure.code.startsWith('http_'));
}

interface Always {
  signal?: AbortSignal;
  /** Repeating a call with the same key repeats its answer, not its effect. */
  idempotencyKey?: string;
  /** The session's own calls say 401 to wrong passwords; refreshing would be pointless. */
  refresh?: false;
}

/** Demanded where the contract has it, impossible where it does not. */
type Part<Name extends string, Shape> = Shape extends undefined ? { [name in Name]?: never } : { [name in Name]: Shape };

export type CallOptions<R extends keyof Routes> = Always &
  Part<'params', ParamsOf<Routes[R]>> &
  Part<'query', QueryOf<Routes[R]>> &
  Part<'body', BodyOf<Routes[R]>>;

interface Sent extends Always {
  body?: object | null;
}

const GIVE_UP_MS = 40_000;

/** Calls our server with the session cookie and returns the JSON answer (null for 204). Throws ApiError. */
export async function call<R extends keyof Routes>(route: R, options: CallOptions<R>): Promise<ReplyOf<Routes[R]>> {
  const [method = 'GET', pattern = '/'] = route.split(' ', 2);
  const path = `${fill(pattern, options.params ?? {})}${queryText(options.query ?? {})}`;
  let response = await send(method, path, options);
  if (response.status === 401 && options.refresh !== false && (await refreshSession())) {
    response = await send(method, path, options);
  }
  if (!response.ok) throw await errorOf(response);
  return (response.status === 204 ? null : await response.json()) as ReplyOf<Routes[R]>;
}

/** `/invoices/{id}` with the id in it. */
function fill(pattern: string, params: object): string {
  return Object.entries(params).reduce((path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(String(value))), pattern);
}

function queryText(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length > 0 ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : '';
}

async function send(method: string, path: string, options: Sent): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body) headers['content-type'] = 'application/json';
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  const timeout = AbortSignal.timeout(GIVE_UP_MS);
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      body: options.body ? JSON.stringify(options.body) : null,
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new ApiError(0, 'unreachable', 'Paydesk cannot be reached. Check your connection and try again.', null, null);
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const whole = await readObject(response);
  // Some documents keep what they say one level down.
  const body = typeof whole['error'] === 'object' && whole['error'] !== null ? { ...whole, ...whole['error'], error: undefined } : whole;
  const said = [body['detail'], body['message'], body['error'], body['title']].find((text) => typeof text === 'string');
  const code = typeof body['code'] === 'string' ? body['code'] : `http_${response.status}`;
  const requestId = response.headers.get('x-request-id') ?? (typeof body['request_id'] === 'string' ? body['request_id'] : null);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(
    response.status,
    code,
    typeof said === 'string' ? said : 'The server could not answer.',
    requestId,
    Number.isFinite(retryAfter) ? retryAfter : null,
    typeof body['details'] === 'object' && body['details'] !== null ? { ...body['details'] } : {},
  );
}

/** An error page of a proxy is no JSON; its status is still worth telling. */
async function readObject(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

let refreshing: Promise<boolean> | undefined;

/** Whether there is a session again. One refresh at a time, in all tabs: the refresh cookie is good for one use. */
function refreshSession(): Promise<boolean> {
  refreshing ??= exclusively(refreshUnlessFresh).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

const REFRESHED_AT = 'paydesk-refreshed-at';
const FRESH_MS = 10_000;

async function refreshUnlessFresh(): Promise<boolean> {
  if (Date.now() - Number(localStorage.getItem(REFRESHED_AT) ?? 0) < FRESH_MS) return true;
  const response = await send('POST', '/api/app/session/refresh', {});
  // Only a refusal means signed out; a proxy, or a server too busy to look, is trouble to be tried again.
  if (response.status === 401 || response.status === 403) return false;
  if (!response.ok) throw await errorOf(response);
  localStorage.setItem(REFRESHED_AT, String(Date.now()));
  return true;
}

function exclusively(work: () => Promise<boolean>): Promise<boolean> {
  // Locks exist in secure contexts only; a plain-http address other than localhost does without.
  return 'locks' in navigator ? navigator.locks.request('paydesk-refresh', work) : work();
}
