import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readKeyFile } from './config/key-file.js';
import { readSettings, type Environment } from './config/read.js';
import { contradictions, modeOf, type Mode } from './config/rules.js';
import type { Settings } from './config/settings.js';
import { parseKeyRing, type KeyRing } from './kernel/keyring.js';

/** Everything the program may know about its surroundings. Frozen. */
export interface Config {
  readonly mode: Mode;
  /** NODE_ENV=development: errors may show stack traces. */
  readonly development: boolean;
  readonly dataFolder: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** First port of the sandbox partners; 0: any free ones. */
  readonly sandboxPort: number;
  /** Without a slash at its end. Undefined only in demo mode with PORT=0, where the server learns its own. */
  readonly publicUrl: string | undefined;
  /** Origins whose pages may call with cookies; PUBLIC_URL's own is the first. */
  readonly allowedOrigins: readonly string[];
  readonly trustProxyHops: number;
  readonly database: {
    /** Undefined: the embedded PostgreSQL. */
    readonly url: string | undefined;
    /** As owner of the tables, without a pooler between. */
    readonly directUrl: string | undefined;
    readonly poolSize: number;
    readonly prepared: boolean;
  };
  /** Undefined in demo mode: the sandbox; in live mode: no Stripe. */
  readonly stripe: StripeSettings | undefined;
  readonly stripeApiVersion: string | undefined;
  /** Undefined: the sandbox mailbox. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** Undefined: the sandbox mailbox in a demo; else texts wait in the outbox. */
  readonly twilio: TwilioSettings | undefined;
  readonly keys: KeyRing;
  /** Undefined: backups are not encrypted. */
  readonly backupKey: string | undefined;
  readonly accessTokenSeconds: number;
  readonly rateLimitFactor: number;
  readonly metricsToken: string | undefined;
  readonly businessTimeZone: string;
  readonly redisUrl: string | undefined;
  /** Path of the service account's key file. Undefined: the sandbox in demo mode, else no usage figures. */
  readonly firebaseCredentials: string | undefined;
  readonly logLevel: NonNullable<Settings['LOG_LEVEL']>;
  /** Was the level set, or is it the default? */
  readonly logLevelChosen: boolean;
  /** Run the worker inside the server. */
  readonly worker: boolean;
  readonly demoSeed: number;
}

export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
}

export interface StripeSettings {
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecrets: readonly string[];
}

export type { Mode };

/** The settings are wrong; `errors` has one plain sentence for each thing to mend. */
export class ConfigurationError extends Error {
  constructor(readonly errors: readonly string[]) {
    super(`The settings are not right:\n${errors.map((error) => `  - ${error}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

const DEMO_RATE_LIMIT_FACTOR = 20;
const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/dist\/?$/, '');

/**
 * Reads and checks every setting. Generates the key ring's file on the first start where that is
 * allowed. `decided` wins over the environment. Throws ConfigurationError with everything that is
 * wrong, not only the first thing.
 */
export function loadConfig(env: Environment = process.env, decided: Environment = {}): Config {
  const { settings, errors } = readSettings({ ...env, ...decided });
  const mode = modeOf(settings);
  errors.push(...contradictions(settings, mode));
  const dataFolder = resolve(settings.DATA_DIR ?? join(projectFolder, '.paydesk'));
  const keys = keyRing(settings, mode, dataFolder, errors);
  if (errors.length > 0 || !keys) throw new ConfigurationError(errors);
  const port = settings.PORT ?? 0;
  const publicUrl = (settings.PUBLIC_URL ?? demoUrl(settings.HOST ?? '', port))?.replace(/\/+$/, '');
  return Object.freeze({
    mode,
    development: development(env),
    dataFolder,
    host: settings.HOST ?? '127.0.0.1',
    port,
    sandboxPort: settings.SANDBOX_PORT ?? (port === 0 || env['PORT'] === '0' ? 0 : port + 1),
    publicUrl,
    allowedOrigins: Object.freeze(origins(settings, publicUrl)),
    trustProxyHops: settings.TRUST_PROXY_HOPS ?? 0,
    database: Object.freeze({
      url: settings.DATABASE_URL,
      directUrl: settings.DIRECT_DATABASE_URL ?? settings.DATABASE_URL,
      poolSize: settings.DATABASE_POOL_SIZE ?? 10,
      prepared: settings.DATABASE_PREPARED ?? true,
    }),
    stripe: stripeOf(settings),
    stripeApiVersion: settings.STRIPE_API_VERSION,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM ?? 'Paydesk <paydesk@example.com>',
    twilio: twilioOf(settings),
    keys,
    backupKey: settings.PAYDESK_BACKUP_KEY,
    accessTokenSeconds: settings.ACCESS_TOKEN_TTL ?? 3600,
    rateLimitFactor: settings.RATE_LIMIT_FACTOR ?? (mode === 'demo' ? DEMO_RATE_LIMIT_FACTOR : 1),
    metricsToken: settings.METRICS_TOKEN,
    businessTimeZone: settings.BUSINESS_TIME_ZONE ?? 'UTC',
    redisUrl: settings.REDIS_URL,
    firebaseCredentials: settings.FIREBASE_CREDENTIALS,
    logLevel: settings.LOG_LEVEL ?? 'info',
    logLevelChosen: settings.LOG_LEVEL !== undefined,
    worker: settings.WORKER ?? true,
    demoSeed: settings.PAYDESK_DEMO_SEED ?? 1,
  });
}

/** NODE_ENV=development, readable before and without valid settings: errors then show their stack. */
export function development(env: Environment = process.env): boolean {
  return env['NODE_ENV'] === 'development';
}

/** A key file is made only once everything else is right: a start that fails leaves nothing behind. */
function keyRing(settings: Settings, mode: Mode, dataFolder: string, errors: string[]): KeyRing | undefined {
  const given = settings.PAYDESK_KEYS;
  if (!given && (errors.length > 0 || (mode === 'live' && !settings.PAYDESK_GENERATED_KEYS))) return undefined;
  try {
    return parseKeyRing(given ?? readKeyFile(dataFolder));
  } catch (error) {
    errors.push(`${given ? 'PAYDESK_KEYS' : `The key ring in ${dataFolder}`}: ${error instanceof Error ? error.message : String(error)}.`);
    return undefined;
  }
}

function demoUrl(host: string, port: number): string | undefined {
  if (port === 0) return undefined;
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** In a demo the loopback's two names are one origin. */
function origins(settings: Settings, publicUrl: string | undefined): string[] {
  const named = [...(publicUrl ? [publicUrl] : []), ...(settings.ALLOWED_ORIGINS ?? [])].map((url) => new URL(url).origin);
  if (settings.PUBLIC_URL || !publicUrl) return [...new Set(named)];
  const port = settings.PORT ?? 0;
  return [...new Set([...named, `http://localhost:${port}`, `http://127.0.0.1:${port}`])];
}

function twilioOf({ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from }: Settings): TwilioSettings | undefined {
  return accountSid && authToken && from ? Object.freeze({ accountSid, authToken, from }) : undefined;
}

function stripeOf(settings: Settings): StripeSettings | undefined {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_PUBLISHABLE_KEY: publishableKey, STRIPE_WEBHOOK_SECRET: webhookSecrets } = settings;
  if (!secretKey || !publishableKey || !webhookSecrets) return undefined;
  return Object.freeze({ secretKey, publishableKey, webhookSecrets: Object.freeze([...webhookSecrets]) });
}
