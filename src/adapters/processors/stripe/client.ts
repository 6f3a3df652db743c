import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type StripeSdk from 'stripe';
import { ProcessorError } from '../../../core/ports/processor.js';
import { CONNECTION_CUT, remedyFor, toProcessorError } from './failures.js';
import { isWire } from './wire.js';

type Stripe = InstanceType<typeof StripeSdk>;
type Work<T> = (stripe: Stripe, options: { idempotencyKey?: string }) => Promise<T>;

export interface ClientOptions {
  readonly secretKey: string;
  /** Our name for the account. */
  readonly account: string;
  /** The SDK's own version unless set. */
  readonly apiVersion?: string;
  /** Of a stand-in; Stripe itself unless set. */
  readonly baseUrl?: string;
  /** For one attempt, in milliseconds. */
  readonly timeoutMs: number;
}

/** Calls Stripe; every failure is a ProcessorError. */
export interface Client {
  readonly account: string;
  read<T>(work: Work<T>): Promise<T>;
  /** A POST under `key`. Without one, a key is made up that covers the repetitions within this call. */
  write<T>(key: string | null, work: Work<T>): Promise<T>;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Nothing is loaded or connected before the first call. */
export function createClient(options: ClientOptions): Client {
  let loading: Promise<Stripe> | undefined;
  const attempt = async <T>(work: Work<T>, key: string | null): Promise<T> => {
    loading ??= load(options);
    const stripe = await loading;
    return withDeadline(work(stripe, key === null ? {} : { idempotencyKey: key }), options.timeoutMs);
  };
  return {
    account: options.account,
    read: (work) => persist(() => attempt(work, null), options.account),
    write: (key, work) => {
      const sure = key ?? randomUUID();
      return persist(() => attempt(work, sure), options.account);
    },
  };
}

/**
 * Repeats where the failure asks for it. Once an attempt may have been carried out, a later one that was
 * not admitted says nothing about it: the whole stays unknown.
 */
async function persist<T>(attempt: () => Promise<T>, account: string): Promise<T> {
  let inDoubt: ProcessorError | null = null;
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      const failure = toProcessorError(error, account);
      const remedy = remedyFor(failure);
      const over = tried >= ATTEMPTS || (remedy === 'repeat' && tried > 1);
      if (failure.outcome === 'unknown') inDoubt = failure;
      if (remedy === 'give up' || over) throw failure.outcome === 'unavailable' && inDoubt !== null ? inDoubt : failure;
      if (remedy === 'wait') await sleep(pauseAfter(tried, failure));
    }
  }
}

/** As long as Stripe asks for, else doubling with jitter; never longer than two seconds. */
function pauseAfter(tried: number, failure: ProcessorError): number {
  const headers = isWire(failure.cause) ? failure.cause['headers'] : null;
  const asked = isWire(headers) ? Number(headers['retry-after']) * 1_000 : Number.NaN;
  const doubled = FIRST_PAUSE_MS * 2 ** (tried - 1) * (1 + Math.random());
  return Math.min(asked > 0 ? asked : doubled, LONGEST_PAUSE_MS);
}

/** The SDK's timeout counts silence on a connected socket; this one counts everything. */
function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ProcessorError('unknown', 'timeout')), timeoutMs * 1.2);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function load(options: ClientOptions): Promise<Stripe> {
  const { default: Sdk } = await import('stripe');
  const url = options.baseUrl === undefined ? null : new URL(options.baseUrl);
  const sockets = { keepAlive: true, maxSockets: 256, maxFreeSockets: 64, timeout: options.timeoutMs };
  const agent = url?.protocol === 'http:' ? new HttpAgent(sockets) : new HttpsAgent(sockets);
  return new Sdk(options.secretKey, {
    ...(options.apiVersion === undefined ? {} : { apiVersion: options.apiVersion as never }),
    ...(url === null ? {} : { host: url.hostname, port: portOf(url), protocol: url.protocol === 'http:' ? 'http' : 'https' }),
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: options.timeoutMs,
    httpClient: withoutOwnRetries(Sdk.createNodeHttpClient(agent)),
  });
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port);
}

/**
 * The SDK repeats a call whose connection was cut even when told not to, and reports only what the second
 * try met: a refused connection would then hide that the first try may have been carried out. Under another
 * name it leaves the matter to us.
 */
function withoutOwnRetries(inner: StripeSdk.HttpClient): StripeSdk.HttpClient {
  const makeRequest: StripeSdk.HttpClient['makeRequest'] = async (...request) => {
    try {
      return await inner.makeRequest(...request);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code !== 'ECONNRESET' && code !== 'EPIPE') throw error;
      throw Object.assign(new Error('the connection was cut', { cause: error }), { code: CONNECTION_CUT });
    }
  };
  return { getClientName: () => inner.getClientName(), makeRequest };
}
