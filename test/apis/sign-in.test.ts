import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeLinks, createUser, issueTokens, requestCode, signIn as openSession } from '../../src/core/identity/index.js';
import type { User } from '../../src/core/identity/index.js';
import type { DueMessage } from '../../src/core/outbox/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { badCredentials, controlToken } from '../harness/bad-credentials.js';
import { openIdentityServer } from '../identity-server.js';
import type { IdentityServer } from '../identity-server.js';

const EMAIL = 'jane@example.test';
const PASSWORD = 'quite long and rare 7';
let server: IdentityServer;
let user: User;

beforeAll(async () => {
  server = await openIdentityServer();
  user = await createUser(server.identity, { email: EMAIL, name: 'Jane', password: PASSWORD, emailVerified: true }, SYSTEM);
});
afterAll(() => server.close());

async function send(method: string, path: string, options: { body?: unknown; headers?: Record<string, string> } = {}) {
  const { body, headers = {} } = options;
  const response = await fetch(`${server.url}${path}`, {
    method, headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }, ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const cookies = response.headers.getSetCookie();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>), cookies, jar: cookies.map((cookie) => cookie.split(';')[0]).join('; ') };
}

/** The secret in the newest mail. */
async function linkTo(email: string): Promise<string> {
  const mail = await server.world.read.db.selectFrom('outbox_messages').selectAll().where('recipient', '=', email).orderBy('id', 'desc').executeTakeFirstOrThrow();
  const links = codeLinks({ keys: server.identity.keys, clock: server.clock, publicUrl: server.url });
  const made = await links[mail.template as keyof typeof links]({ subjectId: mail.subject_id } as DueMessage, server.world.read);
  return made!.link.split('#token=')[1]!;
}

describe('the billing document', () => {
  const login = () => send('POST', '/auth/login', { body: { email: EMAIL, password: PASSWORD } });

  it('logs in with tokens of its claims, refreshes, logs out at once', async () => {
    const session = await login();
    expect(session.status).toBe(200);
    expect(session.body).toMatchObject({ token_type: 'bearer', expires_in: 3600, user: { id: user.id, email: EMAIL, role: 'customer', customer_id: null, two_factor_enabled: false, settings: {} } });
    expect(decodeJwt(String(session.body!['access_token']))).toMatchObject({ sub: String(user.serial), role: 'customer', permissions: [] });
    const refreshed = await send('POST', '/auth/refresh', { body: { refresh_token: session.body!['refresh_token'] } });
    expect(refreshed.status).toBe(200);
    const headers = { authorization: `Bearer ${String(refreshed.body!['access_token'])}` };
    expect(await send('POST', '/auth/logout', { headers })).toMatchObject({ status: 200, body: { message: 'Logged out' } });
    expect(await send('POST', '/auth/logout', { headers })).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED', message: 'Authentication required' } } });
    expect((await send('POST', '/auth/refresh', { body: { refresh_token: refreshed.body!['refresh_token'] } })).status).toBe(401);
  });

  it('has one answer for wrong, unknown and unverified', async () => {
    await createUser(server.identity, { email: 'unverified@example.test', name: 'U', password: PASSWORD }, SYSTEM);
    const invalid = { status: 401, body: { error: { code: 'INVALID_CREDENTIALS', message: 'Invalid email or password' } } };
    expect(await send('POST', '/auth/login', { body: { email: EMAIL, password: 'x' } })).toMatchObject(invalid);
    expect(await send('POST', '/auth/login', { body: { email: 'nobody@example.test', password: 'x' } })).toMatchObject(invalid);
    expect(await send('POST', '/auth/login', { body: { email: 'unverified@example.test', password: PASSWORD } })).toMatchObject(invalid);
    expect(await send('POST', '/auth/login', { body: {} })).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR', message: 'Validation failed' } } });
    expect(await send('POST', '/auth/login', { body: { email: { $gt: '' }, password: ['x'] } })).toMatchObject({ status: 400 });
  });

  it('refreshes by body or cookie, and refuses anything else', async () => {
    const refused = { status: 401, body: { error: { code: 'UNAUTHORIZED', message: 'Invalid or expired refresh token' } } };
    expect(await send('POST', '/auth/refresh')).toMatchObject(refused);
    expect(await send('POST', '/auth/refresh', { body: {} })).toMatchObject(refused);
    expect(await send('POST', '/auth/refresh', { body: { refresh_token: 'nope' } })).toMatchObject(refused);
    expect((await send('POST', '/auth/refresh', { headers: { cookie: (await login()).jar } })).status).toBe(200);
  });
});

describe('the web app', () => {
  const signIn = () => send('POST', '/api/app/session', { body: { email: EMAIL, password: PASSWORD } });

  it('signs in by cookies that scripts cannot read', async () => {
    const session = await signIn();
    expect(session).toMatchObject({ status: 200, body: { user: { id: user.id, email: EMAIL, name: 'Jane', roles: ['customer'] } } });
    expect(session.cookies.map((cookie) => cookie.split('=')[0])).toEqual(['sb-access-token', 'pd-refresh-token']);
    for (const cookie of session.cookies) expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax/);
    expect(JSON.stringify(session.body)).not.toContain('token');
    expect((await send('GET', '/auth/v1/user', { headers: { cookie: session.jar } })).body).toMatchObject({ id: user.id });
    const refreshed = await send('POST', '/api/app/session/refresh', { headers: { cookie: session.jar } });
    expect(refreshed.status).toBe(200);
    expect(await send('DELETE', '/api/app/session', { headers: { cookie: refreshed.jar } })).toMatchObject({ status: 204, jar: 'sb-access-token=; pd-refresh-token=' });
    expect((await send('GET', '/auth/v1/user', { headers: { cookie: refreshed.jar } })).status).toBe(401);
    expect((await send('POST', '/api/app/session/refresh', { headers: { cookie: refreshed.jar } })).status).toBe(401);
  });

  it('signs out with an access token that has ended, with a stale cookie, and with none', async () => {
    const { jar } = await signIn();
    const refreshOnly = jar.split('; ')[1]!;
    expect((await send('DELETE', '/api/app/session', { headers: { cookie: refreshOnly } })).status).toBe(204);
    expect((await send('GET', '/auth/v1/user', { headers: { cookie: jar } })).status).toBe(401);
    expect((await send('DELETE', '/api/app/session', { headers: { cookie: jar } })).status).toBe(204);
    expect((await send('DELETE', '/api/app/session')).status).toBe(204);
  });

  it('signs in by the link of a mail, once, and resets a password by one', async () => {
    const email = 'mailed@example.test';
    await createUser(server.identity, { email, name: 'M', password: PASSWORD, emailVerified: true }, SYSTEM);
    await requestCode(server.identity, email, 'sign_in');
    const token = await linkTo(email);
    const entered = await send('POST', '/api/app/session/code', { body: { token } });
    expect(entered).toMatchObject({ status: 200, body: { user: { email } } });
    expect(await send('POST', '/api/app/session/code', { body: { token } })).toMatchObject({ status: 401, body: { code: 'code_invalid' } });
    await requestCode(server.identity, email, 'recovery');
    const recovery = await linkTo(email);
    expect((await send('POST', '/api/app/session/code', { body: { token: recovery } })).status).toBe(401);
    expect(await send('POST', '/api/app/session/password', { body: { token: recovery, password: 'password123' } })).toMatchObject({ status: 400, body: { code: 'password_weak' } });
    const reset = await send('POST', '/api/app/session/password', { body: { token: recovery, password: 'a fresh and rare one 5' } });
    expect(reset).toMatchObject({ status: 200, body: { user: { email } } });
    expect((await send('GET', '/auth/v1/user', { headers: { cookie: reset.jar } })).status).toBe(200);
    expect((await send('GET', '/auth/v1/user', { headers: { cookie: entered.jar } })).status).toBe(401);
    expect((await send('POST', '/api/app/session/password', { body: { token: recovery, password: 'another rare one 66' } })).status).toBe(401);
    expect((await send('POST', '/api/app/session', { body: { email, password: 'a fresh and rare one 5' } })).status).toBe(200);
  });

  it('is not moved by foreign pages', async () => {
    const { jar } = await signIn();
    const foreign = { cookie: jar, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    for (const [method, path] of [['POST', '/api/app/session/refresh'], ['DELETE', '/api/app/session'], ['POST', '/auth/logout'], ['POST', '/auth/refresh']] as const) {
      expect((await send(method, path, { headers: foreign })).status).toBe(403);
    }
    expect((await send('DELETE', '/api/app/session', { headers: { cookie: jar, 'sec-fetch-site': 'same-origin', origin: server.url } })).status).toBe(204);
  });
});

describe('credentials', () => {
  it('are taken as Bearer, as cookie, and in the cookies of Supabase’s own packages, with either claims', async () => {
    for (const style of ['supabase', 'plain'] as const) {
      const { accessToken } = await issueTokens(server.identity, await openSession(server.identity, { email: EMAIL, password: PASSWORD }), style);
      const family = `sb-127-auth-token=base64-${Buffer.from(JSON.stringify({ access_token: accessToken })).toString('base64url')}`;
      const ways: Record<string, string>[] = [{ authorization: `Bearer ${accessToken}` }, { cookie: `sb-access-token=${accessToken}` }, { cookie: family }];
      for (const headers of ways) {
        expect((await send('GET', '/auth/v1/user', { headers })).body).toMatchObject({ id: user.id });
      }
    }
  });

  it('that are bad are 401 in every voice, V1 to V14', async () => {
    const control = { authorization: `Bearer ${await controlToken(server.identity, user)}` };
    expect((await send('GET', '/auth/v1/user', { headers: control })).status).toBe(200);
    for (const { name, headers } of await badCredentials(server.identity, user)) {
      expect((await send('GET', '/auth/v1/user', { headers })).status, name).toBe(401);
      expect((await send('POST', '/auth/logout', { headers })).status, name).toBe(401);
    }
  });
});

describe('rate limits', () => {
  it('stop the sixth login in a minute, by network and by account', async () => {
    const strict = await openIdentityServer(1);
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 6; i++) {
        const response = await fetch(`${strict.url}/auth/login`, {
          method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: `u${i}@example.test`, password: 'x' }),
        });
        statuses.push(response.status);
      }
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    } finally {
      await strict.close();
    }
  });
});
