import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { supabaseAuth } from '../../src/apis/supabase-auth/index.js';
import { createUser } from '../../src/core/identity/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openIdentityServer } from '../identity-server.js';
import type { IdentityServer } from '../identity-server.js';
import { missingPapers, readPaper, specsFolder } from '../papers.js';

const missing = missingPapers(specsFolder);

describe.skipIf(missing)('answers measured against the protocol’s own description', () => {
  const paper = missing ? { paths: {}, 'x-error-codes': [] } : readPaper<{ paths: object; 'x-error-codes': string[] }>(specsFolder, 'supabase-auth.json');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (formats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addSchema(paper, 'supabase');
  let server: IdentityServer;

  beforeAll(async () => {
    server = await openIdentityServer();
    await createUser(server.identity, { email: 'jane@example.test', name: 'Jane', password: 'quite long and rare 7', emailVerified: true }, SYSTEM);
  });
  afterAll(() => server.close());

  function check(schema: string, value: unknown) {
    const validate = ajv.getSchema(`supabase#/components/schemas/${schema}`)!;
    expect(validate(value) ? [] : validate.errors, JSON.stringify(value)).toEqual([]);
  }

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${server.url}/auth/v1${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  }

  const token = () => send('POST', '/token?grant_type=password', { email: 'jane@example.test', password: 'quite long and rare 7' });

  it('session, user, claims, keys', async () => {
    const session = await token();
    check('AccessTokenResponseSchema', session.body);
    const accessToken = String(session.body['access_token']);
    check('AccessTokenClaims', decodeJwt(accessToken));
    check('UserSchema', (await send('GET', '/user', undefined, { authorization: `Bearer ${accessToken}` })).body);
    check('UserSchema', (await send('POST', '/signup', { email: 'somebody@example.test', password: 'quite long and rare 8' })).body);
    check('Jwks', (await send('GET', '/.well-known/jwks.json')).body);
  });

  it('errors, with codes of the list', async () => {
    const calls = [
      ['POST', '/token?grant_type=password', { email: 'a@b.test', password: 'x' }], ['POST', '/token?grant_type=refresh_token', { refresh_token: 'x' }],
      ['POST', '/token?grant_type=password', {}], ['GET', '/user'], ['POST', '/verify', { type: 'email', email: 'a@b.test', token: '1' }],
      ['POST', '/signup', { email: 'x', password: 'quite long and rare 8' }], ['POST', '/signup', { email: 'x@y.test', password: 'short' }], ['GET', '/nowhere'],
      ['DELETE', '/token'], ['POST', '/factors', { factor_type: 'totp' }], ['GET', '/admin/users'],
    ] as const;
    for (const [method, path, body] of calls) {
      const old = await send(method, path, body);
      check('ErrorLegacy', old.body);
      const young = await send(method, path, body, { 'x-supabase-api-version': '2024-01-01' });
      check('ErrorV20240101', young.body);
      expect(young.status).toBe(old.status);
      expect(paper['x-error-codes']).toContain(young.body['code']);
      expect(young.headers.get('x-sb-error-code')).toBe(young.body['code']);
    }
  });

  it('every path of ours is one of the protocol’s', () => {
    const paths = new Set(Object.entries(paper.paths).flatMap(([path, item]) => Object.keys(item as object).map((method) => `${method.toUpperCase()} /auth/v1${path}`)));
    const ours = Object.keys(supabaseAuth).filter((route) => route !== 'POST /auth/v1/admin/users');
    expect(ours.filter((route) => !paths.has(route))).toEqual([]);
  });
});
