import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digitsOf, formatCodeToken } from '../../src/core/identity/code.js';
import { createUser } from '../../src/core/identity/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import { openIdentityServer } from '../identity-server.js';
import type { IdentityServer } from '../identity-server.js';
import { askAt } from './ask.js';
import { newUser, PASSWORD } from './two-factor-users.js';

let server: IdentityServer;
beforeAll(async () => { server = await openIdentityServer(); });
afterAll(() => server.close());

const ask = (method: string, path: string, body?: unknown, token?: string) => askAt(server.url, method, path, body, token);
const login = (email: string, password = PASSWORD) => ask('POST', '/auth/login', { email, password });
const mailsTo = (email: string) => server.world.read.db.selectFrom('outbox_messages').selectAll().where('recipient', '=', email).orderBy('created_at').orderBy('id').execute();
const secretIn = async (email: string) => {
  const row = (await mailsTo(email)).filter(({ template }) => template !== 'security_notice').at(-1)!;
  return { token: formatCodeToken(server.identity.keys, row.subject_id), digits: digitsOf(server.identity.keys, row.subject_id) };
};
const INVALID = { error: { code: 'VALIDATION_ERROR', message: 'Validation failed' } };

describe('registering', () => {
  const person = (email: string) => ({ email, password: 'fresh and rare 7', name: 'New Comer', company_name: 'Newcomers Ltd', role: 'admin', customer_id: newId(), email_verified: true });

  it('answers the same for a free and a taken address, makes nobody an admin, and opens nothing before the link', async () => {
    const owner = await newUser(server.identity);
    const email = `new-${newId()}@example.test`;
    const [free, taken] = [await ask('POST', '/auth/register', person(email)), await ask('POST', '/auth/register', person(owner.email))];
    expect(free).toMatchObject({ status: 201, body: { user: { email, name: 'New Comer', role: 'customer', customer_id: null, phone: null, two_factor_enabled: false, settings: {} } } });
    expect(taken.status).toBe(201);
    expect(Object.keys(taken.body)).toEqual(['user']);
    expect(Object.keys(taken.body.user)).toEqual(Object.keys(free.body.user));
    expect(taken.body.user.id).not.toBe(owner.id);
    expect((await mailsTo(owner.email)).map(({ template }) => template)).toEqual(['taken_address']);
    expect((await login(email, 'fresh and rare 7')).status).toBe(401);
    const entered = await ask('POST', '/api/app/session/code', { token: (await secretIn(email)).token });
    expect(entered.body).toMatchObject({ user: { email, roles: ['customer'] } });
    expect((await login(email, 'fresh and rare 7')).status).toBe(200);
  });

  it.each([[{}], [{ email: 'a@example.test', name: 'A' }], [{ email: 'none', password: 'fresh and rare 7', name: 'A' }], [{ email: 'a@example.test', password: 'short', name: 'A' }], [{ email: 'a@example.test', password: 'password123', name: 'A' }]])('refuses %j', async (body) => {
    expect(await ask('POST', '/auth/register', body)).toMatchObject({ status: 400, body: INVALID });
  });
});

describe('a password reset', () => {
  it('says the same for unknown addresses, works once for sixty minutes, and signs everybody out', async () => {
    const user = await newUser(server.identity);
    const unknown = await ask('POST', '/auth/password-reset', { email: `nobody-${newId()}@example.test` });
    expect(await ask('POST', '/auth/password-reset', { email: user.email })).toEqual(unknown);
    expect(unknown.status).toBe(200);
    const { access_token: token, refresh_token: refresh } = (await login(user.email)).body;
    const { token: secret } = await secretIn(user.email);
    expect(await ask('POST', '/auth/password-reset/confirm', { token: secret, new_password: 'password123' })).toMatchObject({ status: 400, body: INVALID });
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => ask('POST', '/auth/password-reset/confirm', { token: secret, new_password: `reset and rare ${i + 10}` })));
    expect(results.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await ask('GET', '/users/me', undefined, token)).status).toBe(401);
    expect((await ask('POST', '/auth/refresh', { refresh_token: refresh })).status).toBe(401);
    await ask('POST', '/auth/password-reset', { email: user.email });
    const late = (await server.world.read.db.selectFrom('sign_in_codes').select('id').where('user_id', '=', user.id).where('used_at', 'is', null).executeTakeFirstOrThrow()).id;
    server.clock.advance(61 * 60_000);
    expect(await ask('POST', '/auth/password-reset/confirm', { token: formatCodeToken(server.identity.keys, late), new_password: 'reset and rare 99' })).toMatchObject({ status: 400, body: { error: { code: 'TOKEN_INVALID' } } });
  });
});

describe('a code to sign in', () => {
  it('serves one purpose, and knows addresses and confirmed numbers', async () => {
    const user = await createUser(server.identity, { email: `code-${newId()}@example.test`, name: 'C', emailVerified: true, password: PASSWORD, phone: '+1 (646) 555-0101' }, SYSTEM);
    expect(await ask('POST', '/auth/request-code', {})).toMatchObject({ status: 400, body: INVALID });
    expect(await ask('POST', '/auth/verify-code', { code: '123456' })).toMatchObject({ status: 400, body: INVALID });
    await ask('POST', '/auth/request-code', { phone: '+16465550101' });
    expect(await mailsTo('+16465550101'), 'nobody has proven this number').toEqual([]);
    await ask('POST', '/auth/request-code', { email: user.email, channel: 'sms' });
    expect((await mailsTo(user.email)).map(({ template }) => template)).toEqual(['sign_in_code']);
    const { access_token: token } = (await login(user.email)).body;
    expect((await ask('POST', '/api/app/phone/code', undefined, token)).status).toBe(204);
    const [text] = await mailsTo('+16465550101');
    expect(text).toMatchObject({ channel: 'sms', template: 'confirm_phone_text' });
    const digits = digitsOf(server.identity.keys, text!.subject_id);
    expect((await ask('POST', '/auth/verify-code', { email: user.email, code: digits })).status, 'another purpose').toBe(401);
    expect((await ask('POST', '/api/app/phone/confirm', { code: digits === '000000' ? '000001' : '000000' }, token)).body).toMatchObject({ code: 'digits_wrong' });
    expect((await ask('POST', '/api/app/phone/confirm', { code: digits }, token)).status).toBe(204);
    await ask('POST', '/auth/request-code', { phone: '+1 646 555 0101' });
    const second = (await mailsTo('+16465550101')).at(-1)!;
    expect(second).toMatchObject({ channel: 'sms', template: 'sign_in_text', data: { expires_in_minutes: 10 } });
    expect(await ask('POST', '/auth/verify-code', { phone: '+16465550101', code: digitsOf(server.identity.keys, second.subject_id) })).toMatchObject({ status: 200, body: { user: { id: user.id } } });
    await ask('PUT', '/users/me', { phone: '+1 646 555 0102' }, token);
    expect((await ask('GET', '/api/app/ways-in', undefined, token)).body).toMatchObject({ phone: '+1 646 555 0102', phone_confirmed: false });
  });
});

describe('one’s own profile', () => {
  it('changes name, phone and settings, and nothing that decides anything', async () => {
    const user = await newUser(server.identity);
    const { access_token: token } = (await login(user.email)).body;
    const put = (body: unknown) => ask('PUT', '/users/me', body, token);
    expect(await put({ name: 'Jane Doe', phone: '+1 212 555 0100', role: 'admin', customer_id: newId(), id: newId(), two_factor_enabled: true })).toMatchObject({
      status: 200, body: { id: user.id, name: 'Jane Doe', phone: '+1 212 555 0100', role: 'customer', customer_id: null, two_factor_enabled: false },
    });
    for (const body of [{}, { name: '' }, { email: 'not-an-email' }, { name: 7 }, []]) expect(await put(body), JSON.stringify(body)).toMatchObject({ status: 400, body: INVALID });
    const settings = (body: unknown) => ask('PUT', '/users/me/settings', body, token);
    await settings({ timezone: 'America/Chicago', theme: 'dark' });
    expect(await settings({ theme: null, language: 'en' })).toMatchObject({ status: 200, body: { settings: { timezone: 'America/Chicago', language: 'en' } } });
    for (const body of [[1], 'text', { big: 'x'.repeat(9_000) }]) expect(await settings(body), JSON.stringify(body).slice(0, 40)).toMatchObject({ status: 400, body: INVALID });
  });

  it('uses another address once its link was followed, tells the old one, and names one that is taken', async () => {
    const [user, other] = [await newUser(server.identity), await newUser(server.identity)];
    const { access_token: token } = (await login(user.email)).body;
    expect(await ask('PUT', '/users/me', { email: other.email, name: 'Changed' }, token)).toMatchObject({ status: 409, body: { error: { code: 'EMAIL_ALREADY_REGISTERED', message: 'Email already registered' } } });
    expect((await ask('GET', '/users/me', undefined, token)).body['name']).toBe('Tova');
    const fresh = `fresh-${newId()}@example.test`;
    expect((await ask('PUT', '/users/me', { email: fresh }, token)).body).toMatchObject({ email: user.email });
    expect((await mailsTo(user.email)).map(({ data }) => (data as { change?: string }).change)).toEqual(['email_change_asked']);
    const { token: secret } = await secretIn(fresh);
    expect((await ask('POST', '/api/app/session/code', { token: secret })).status, 'no way in').toBe(401);
    const results = await Promise.all(Array.from({ length: 5 }, () => ask('POST', '/api/app/session/email', { token: secret })));
    expect(results.map(({ status }) => status).sort()).toEqual([204, 401, 401, 401, 401]);
    expect((await ask('GET', '/users/me', undefined, token)).body).toMatchObject({ id: user.id, email: fresh });
    expect((await login(user.email)).status).toBe(401);
    expect((await login(fresh)).status).toBe(200);
  });
});

describe('failures', () => {
  it('lock an address after ten, whether or not anybody has it, wherever they come from', async () => {
    const user = await newUser(server.identity);
    const { access_token: token } = (await login(user.email)).body;
    const nobody = `nobody-${newId()}@example.test`;
    for (let i = 0; i < 5; i += 1) for (const email of [user.email, nobody]) expect((await login(email, 'wrong')).status).toBe(401);
    for (let i = 0; i < 5; i += 1) await ask('POST', '/api/app/password', { current_password: 'wrong', new_password: 'another rare one 8' }, token);
    for (let i = 0; i < 5; i += 1) await login(nobody, 'wrong');
    const locks = await server.world.read.db.selectFrom('sign_in_failures').select('failures').where('locked_until', '>', server.clock.now()).execute();
    expect(locks.length).toBe(2);
    expect((await login(user.email)).status).toBe(401);
    expect((await ask('POST', '/api/app/password', { current_password: PASSWORD, new_password: 'another rare one 8' }, token)).status).toBe(400);
    server.clock.advance(15 * 60_000 + 1_000);
    expect((await login(user.email)).status).toBe(200);
    expect(JSON.stringify(await server.world.read.db.selectFrom('sign_in_failures').selectAll().execute())).not.toContain('example.test');
  });
});
