import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigurationError, loadConfig } from './config.js';

const KEY = `k2:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64')}`;
const LIVE = {
  PAYDESK_MODE: 'live',
  PUBLIC_URL: 'https://pay.example.com/',
  SMTP_URL: 'smtps://mail.example.com',
  MAIL_FROM: 'Shop <shop@example.com>',
  PAYDESK_KEYS: KEY,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paydesk-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function errorsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig({ DATA_DIR: join(folder, 'data'), ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.errors;
    throw error;
  }
}

test('nothing set is a demo with a key ring of its own, the same at the next start', () => {
  const config = loadConfig({ DATA_DIR: folder });
  expect(config).toMatchObject({ mode: 'demo', host: '127.0.0.1', port: 3000, sandboxPort: 3001, rateLimitFactor: 20, worker: true });
  expect(config.allowedOrigins).toEqual(['http://127.0.0.1:3000', 'http://localhost:3000']);
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o600);
  const sealed = config.keys.encrypt('secret', 'row:1');
  expect(loadConfig({ DATA_DIR: folder }).keys.decrypt(sealed, 'row:1')).toBe('secret');
  expect(Object.isFrozen(config)).toBe(true);
});

test('everything that is wrong is said at once, and no secret is repeated', () => {
  const errors = errorsOf({ PORT: '70000', WORKER: 'maybe', STRIPE_SECRET_KEY: 'hunter2', BUSINESS_TIME_ZONE: 'Mars/North', LOG_LEVEL: 'loud' });
  expect(errors).toHaveLength(5);
  expect(errors.join('\n')).toMatch(/PORT must be a whole number from 0 to 65535, not "70000"/);
  expect(errors.join('\n')).not.toContain('hunter2');
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test.each([
  [{}, 'demo'],
  [{ NODE_ENV: 'production' }, 'live'],
  [{ NODE_ENV: 'production', PAYDESK_MODE: 'demo' }, 'demo'],
  [{ STRIPE_SECRET_KEY: 'sk_test_x1', STRIPE_PUBLISHABLE_KEY: 'pk_test_x1', STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef' }, 'demo'],
  [{ STRIPE_SECRET_KEY: 'sk_live_x1', STRIPE_PUBLISHABLE_KEY: 'pk_live_x1', STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef' }, 'live'],
])('%o means %s', (env, mode) => {
  const { PAYDESK_MODE: _, ...rest } = LIVE;
  const surroundings = mode === 'live' ? { ...rest, ...env } : { DATA_DIR: folder, ...env };
  expect(loadConfig(surroundings).mode).toBe(mode);
});

test('live refuses what a demo is forgiven', () => {
  expect(errorsOf(LIVE)).toEqual([]);
  expect(errorsOf({ PAYDESK_MODE: 'live' }).map((error) => error.split(' ')[0])).toEqual(['PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM', 'PAYDESK_KEYS']);
  expect(errorsOf({ ...LIVE, PUBLIC_URL: 'http://pay.example.com' })).toEqual(['PUBLIC_URL must begin with https:// in live mode.']);
  expect(errorsOf({ ...LIVE, PUBLIC_URL: 'http://localhost.example.com' })).toHaveLength(1);
  expect(errorsOf({ ...LIVE, SANDBOX_PORT: '4000' })).toHaveLength(1);
  expect(errorsOf({ ...LIVE, PAYDESK_KEYS: 'k1:c2hvcnQ=' })).toEqual(['PAYDESK_KEYS: key k1 has 5 bytes instead of 32.']);
  expect(errorsOf({ ...LIVE, PAYDESK_KEYS: `k1:${Buffer.alloc(32).toString('base64')}` })).toHaveLength(1);
  expect(errorsOf({ ...LIVE, PAYDESK_KEYS: '', PAYDESK_GENERATED_KEYS: 'yes' })).toEqual([]);
});

test('a demo refuses live keys; half a Stripe account and mixed keys are refused everywhere', () => {
  const stripe = { STRIPE_SECRET_KEY: 'sk_live_x1', STRIPE_PUBLISHABLE_KEY: 'pk_live_x1', STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef' };
  expect(errorsOf({ ...stripe, PAYDESK_MODE: 'demo' })).toHaveLength(1);
  expect(errorsOf({ STRIPE_SECRET_KEY: 'sk_test_x1' })).toHaveLength(1);
  expect(errorsOf({ ...LIVE, ...stripe, STRIPE_PUBLISHABLE_KEY: 'pk_test_x1' })).toHaveLength(1);
});

test('a key file that others can read is refused', () => {
  loadConfig({ DATA_DIR: folder });
  chmodSync(join(folder, 'keys'), 0o644);
  expect(() => loadConfig({ DATA_DIR: folder })).toThrow(/chmod 600/);
});
