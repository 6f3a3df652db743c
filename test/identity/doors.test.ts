import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCodeToken, digitsOf } from '../../src/core/identity/code.js';
import { answerChallenge, enterByPassword, issueTokens, openIdentity, requestCode } from '../../src/core/identity/index.js';
import { openSession } from '../../src/core/identity/open-session.js';
import { confirmPhone } from '../../src/core/identity/store.js';
import { openIdentityServer } from '../identity-server.js';
import type { IdentityServer } from '../identity-server.js';
import { totp, wrongTotp } from '../totp.js';
import { askAt } from './ask.js';
import type { Said } from './ask.js';
import { newTwoFactorUser, newUser, PASSWORD } from './two-factor-users.js';

let server: IdentityServer;
beforeAll(async () => { server = await openIdentityServer(); });
afterAll(() => server.close());

const ask = (method: string, path: string, body?: unknown, token?: string) => askAt(server.url, method, path, body, token);
const post = (path: string, body: object = {}, token?: string) => ask('POST', path, body, token);

/** The newest code of a user, as the reader of the mail or the text has it. */
async function newestCode(userId: string): Promise<{ token: string; digits: string; channel: string }> {
  const row = await server.world.read.db.selectFrom('sign_in_codes').select(['id', 'channel']).where('user_id', '=', userId).where('purpose', '!=', 'second_factor').orderBy('created_at', 'desc').executeTakeFirstOrThrow();
  return { token: formatCodeToken(server.identity.keys, row.id), digits: digitsOf(server.identity.keys, row.id), channel: row.channel };
}
const openSessions = (userId: string) => server.world.read.db.selectFrom('sessions').select(['id', 'aal']).where('user_id', '=', userId).where('revoked_at', 'is', null).execute();
const login = (email: string) => post('/auth/login', { email, password: PASSWORD });
const challengeOf = async (email: string) => (await login(email)).body.challenge_token;

/** Everything that a session opens, and must not before both factors were given. */
const PROTECTED: readonly [string, string, object?][] = [
  ['GET', '/users/me'], ['PUT', '/users/me', { name: 'Mallory' }], ['PUT', '/users/me/settings', { a: 1 }], ['POST', '/auth/enable-2fa'], ['GET', '/auth/2fa-status'], ['POST', '/auth/logout'],
  ['GET', '/api/app/sessions'], ['DELETE', '/api/app/sessions'], ['POST', '/api/app/password', { current_password: PASSWORD, new_password: 'another rare one 8' }],
  ['GET', '/api/app/ways-in'], ['POST', '/api/app/two-factor'], ['POST', '/api/app/two-factor/confirm', { code: '123456' }], ['POST', '/api/app/two-factor/disable', { password: PASSWORD }],
  ['POST', '/api/app/two-factor/recovery-codes', { password: PASSWORD }], ['POST', '/api/app/phone/code'], ['PUT', '/auth/v1/user', { password: 'another rare one 8' }], ['GET', '/auth/v1/admin/users'],
];

describe('a login with two factors', () => {
  it('gives a challenge and no session; the code makes the session', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const first = await login(user.email);
    expect(first).toMatchObject({ status: 200, body: { requires_2fa: true, challenge_token: expect.any(String) }, cookies: [] });
    expect(Object.keys(first.body).sort()).toEqual(['challenge_token', 'requires_2fa']);
    expect(await openSessions(user.id)).toHaveLength(1);
    const second = await post('/auth/verify-2fa', { challenge_token: first.body.challenge_token, code: totp(secret) });
    expect(second).toMatchObject({ status: 200, body: { token_type: 'bearer', user: { id: user.id, two_factor_enabled: true } } });
    expect((await ask('GET', '/users/me', undefined, second.body.access_token)).status).toBe(200);
    expect((await ask('GET', '/auth/2fa-status', undefined, second.body.access_token)).body).toEqual({ enabled: true });
    const again = await post('/auth/verify-2fa', { challenge_token: first.body.challenge_token, code: totp(secret, Date.now() + 30_000) });
    expect(again).toMatchObject({ status: 401, body: { error: { code: 'TWO_FACTOR_INVALID', message: 'Invalid verification code' } } });
  });

  it('is not gone around with the challenge as an access token, a mailed secret as a challenge, or a challenge of five minutes ago', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const challenge = await challengeOf(user.email);
    for (const [method, path, body] of PROTECTED) expect((await ask(method, path, body, challenge)).status, `${method} ${path}`).toBe(401);
    await requestCode(server.identity, user.email, 'sign_in');
    const { token } = await newestCode(user.id);
    expect((await post('/auth/verify-2fa', { challenge_token: token, code: totp(secret) })).status).toBe(401);
    expect((await post('/api/app/session/code', { token: challenge })).status).toBe(401);
    server.clock.advance(5 * 60_000 + 1_000);
    expect((await post('/auth/verify-2fa', { challenge_token: challenge, code: totp(secret, server.clock.now()) })).status).toBe(401);
  });
});

describe('no door goes around the second factor:', () => {
  const doors: readonly [string, (email: string, userId: string) => Promise<Said>][] = [
    ['the password at /api/app', (email) => post('/api/app/session', { email, password: PASSWORD })],
    ['a code by mail', async (email, userId) => {
      expect((await post('/auth/request-code', { email })).status).toBe(200);
      return post('/auth/verify-code', { email, code: (await newestCode(userId)).digits });
    }],
    ['the link of a mailed code', async (email, userId) => {
      await requestCode(server.identity, email, 'sign_in');
      return post('/api/app/session/code', { token: (await newestCode(userId)).token });
    }],
    ['a password reset that signs in', async (email, userId) => {
      await requestCode(server.identity, email, 'recovery');
      return post('/api/app/session/password', { token: (await newestCode(userId)).token, password: 'reset and still rare 9' });
    }],
  ];
  it.each(doors)('%s ends in a challenge', async (_name, enter) => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const before = (await openSessions(user.id)).map(({ id }) => id);
    const said = await enter(user.email, user.id);
    expect(said).toMatchObject({ status: 200, body: { requires_2fa: true, challenge_token: expect.any(String) }, cookies: [] });
    expect(JSON.stringify(said.body)).not.toMatch(/access_token|refresh_token|"user"/);
    expect((await openSessions(user.id)).filter(({ id }) => !before.includes(id))).toEqual([]);
    expect((await post('/auth/verify-2fa', { challenge_token: said.body.challenge_token, code: totp(secret, server.clock.now()) })).status).toBe(200);
  });

  it('a text message, to a number that was confirmed', async () => {
    const phone = '+12125550187';
    const { user } = await newTwoFactorUser(server.identity, { phone });
    await server.world.transact((tx) => tx.run(confirmPhone, [user.id, tx.now]));
    expect((await post('/auth/request-code', { phone: phone.replace('+1212', '+1 (212) ') })).status).toBe(200);
    const sent = await newestCode(user.id);
    expect(sent.channel).toBe('sms');
    expect(await post('/auth/verify-code', { phone, code: sent.digits })).toMatchObject({ status: 200, body: { requires_2fa: true }, cookies: [] });
  });

  it('a password reset of the document, which opens nothing and closes everything', async () => {
    const { user } = await newTwoFactorUser(server.identity);
    await post('/auth/password-reset', { email: user.email });
    const { token } = await newestCode(user.id);
    expect(await post('/auth/password-reset/confirm', { token, new_password: 'reset and still rare 9' })).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    expect(await openSessions(user.id)).toEqual([]);
    expect(await post('/auth/password-reset/confirm', { token, new_password: 'reset and still rare 10' })).toMatchObject({ status: 400, body: { error: { code: 'TOKEN_INVALID', message: 'Invalid or expired token' } } });
    expect((await login(user.email)).status).toBe(401);
    expect((await post('/auth/login', { email: user.email, password: 'reset and still rare 9' })).body).toMatchObject({ requires_2fa: true });
  });

  it.each([
    ['the password', async (email: string) => post('/auth/v1/token?grant_type=password', { email, password: PASSWORD })],
    ['a mailed link', async (email: string, userId: string) => {
      await post('/auth/v1/otp', { email });
      return post('/auth/v1/verify', { type: 'magiclink', token_hash: (await newestCode(userId)).token });
    }],
    ['recovery', async (email: string, userId: string) => {
      await post('/auth/v1/recover', { email });
      return post('/auth/v1/verify', { type: 'recovery', token_hash: (await newestCode(userId)).token });
    }],
  ] as const)('the Supabase protocol: %s gives half a session that every API refuses, also when refreshed', async (_name, enter) => {
    const { user } = await newTwoFactorUser(server.identity);
    let half = await enter(user.email, user.id);
    expect(half.status).toBe(200);
    for (let round = 0; round < 2; round += 1) {
      const token = half.body.access_token;
      for (const [method, path, body] of PROTECTED) expect((await ask(method, path, body, token)).status, `${method} ${path}`).toBe(401);
      expect((await post('/auth/verify-2fa', { code: '123456' }, token)).status).toBe(401);
      for (const path of ['/auth/refresh', '/api/app/session/refresh']) {
        const cookie = await fetch(`${server.url}${path}`, { method: 'POST', headers: { cookie: `pd-refresh-token=${half.body.refresh_token}` } });
        expect(cookie.status, path).toBe(401);
      }
      expect((await post('/auth/refresh', { refresh_token: half.body.refresh_token })).status).toBe(401);
      half = await post('/auth/v1/token?grant_type=refresh_token', { refresh_token: half.body.refresh_token });
      expect(half.status).toBe(200);
    }
    server.clock.advance(15 * 60_000);
    expect((await post('/auth/v1/token?grant_type=refresh_token', { refresh_token: half.body.refresh_token })).status).toBe(400);
  });

  it('sessions opened before it: they end when it is switched on, and one that comes late is worth nothing', async () => {
    const user = await newUser(server.identity);
    const before = (await login(user.email)).body;
    const begun = (await post('/auth/enable-2fa', {}, before.access_token)).body;
    expect(begun).toMatchObject({ secret: expect.stringMatching(/^[A-Z2-7]{32}$/), otpauth_url: expect.stringMatching(/^otpauth:\/\/totp\//), qr_code: expect.stringMatching(/^data:image\/svg/), backup_codes: expect.any(Array) });
    expect((await login(user.email)).status, 'not in force yet').toBe(200);
    expect((await post('/auth/verify-2fa', { code: wrongTotp(begun.secret) }, before.access_token)).status).toBe(401);
    const on = await post('/auth/verify-2fa', { code: totp(begun.secret, server.clock.now()) }, before.access_token);
    expect(on).toMatchObject({ status: 200, body: { user: { two_factor_enabled: true } } });
    expect((await ask('GET', '/users/me', undefined, before.access_token)).status).toBe(401);
    expect((await post('/auth/refresh', { refresh_token: before.refresh_token })).status).toBe(401);
    expect((await ask('GET', '/users/me', undefined, on.body.access_token)).status).toBe(200);
    expect(await post('/auth/enable-2fa', {}, on.body.access_token)).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT', message: 'Two-factor authentication is already enabled' } } });
    // A sign-in that had read "no second factor" just before the commit.
    const session = await server.world.transact((tx) => openSession(tx, server.identity, { userId: user.id, method: 'password', aal: 1 }, {}));
    const late = await issueTokens(server.identity, { user, session }, 'supabase');
    for (const [method, path, body] of PROTECTED) expect((await ask(method, path, body, late.accessToken)).status, `${method} ${path}`).toBe(401);
  });
});

describe('a code is taken once', () => {
  it('of the generator, when twenty sign-ins bring it at once', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const challenges = await Promise.all(Array.from({ length: 20 }, () => challengeOf(user.email)));
    const code = totp(secret, server.clock.now());
    const before = (await openSessions(user.id)).length;
    const statuses = (await Promise.all(challenges.map((token) => post('/auth/verify-2fa', { challenge_token: token, code })))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await openSessions(user.id)).toHaveLength(before + 1);
  });

  it('of the recovery codes, when twenty bring it at once; the other nine stay good', async () => {
    const { user, recoveryCodes } = await newTwoFactorUser(server.identity);
    expect(new Set(recoveryCodes).size).toBe(10);
    const challenges = await Promise.all(Array.from({ length: 20 }, () => challengeOf(user.email)));
    const before = (await openSessions(user.id)).length;
    const statuses = (await Promise.all(challenges.map((token) => post('/auth/verify-2fa', { challenge_token: token, code: recoveryCodes[0] })))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await openSessions(user.id)).toHaveLength(before + 1);
    const kept = await server.world.read.db.selectFrom('recovery_codes').selectAll().where('user_id', '=', user.id).execute();
    expect(kept.filter((row) => row.used_at === null)).toHaveLength(9);
    expect(JSON.stringify(kept)).not.toContain(recoveryCodes[1]);
    const typed = recoveryCodes[1]!.replace('-', '').toUpperCase();
    // Nineteen failures have locked the factor meanwhile.
    server.clock.advance(16 * 60_000);
    expect((await post('/auth/verify-2fa', { challenge_token: await challengeOf(user.email), code: typed })).status).toBe(200);
  });

  it('of one sign-in’s five tries, also when fifty guesses come at once; ten failures lock the account whatever the address', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const wrong = wrongTotp(secret, server.clock.now());
    const challenge = await challengeOf(user.email);
    await Promise.all(Array.from({ length: 50 }, () => post('/auth/verify-2fa', { challenge_token: challenge, code: wrong })));
    const tries = await server.world.read.db.selectFrom('sign_in_codes').select('attempts').where('user_id', '=', user.id).where('purpose', '=', 'second_factor').execute();
    expect(tries).toEqual([{ attempts: 5 }]);
    expect((await post('/auth/verify-2fa', { challenge_token: challenge, code: totp(secret, server.clock.now()) })).status, 'the question is spent').toBe(401);
    const second = await challengeOf(user.email);
    for (let i = 0; i < 5; i += 1) await post('/auth/verify-2fa', { challenge_token: second, code: wrong });
    const third = await challengeOf(user.email);
    expect((await post('/auth/verify-2fa', { challenge_token: third, code: totp(secret, server.clock.now()) })).status, 'locked').toBe(401);
    server.clock.advance(15 * 60_000 + 1_000);
    const factor = await server.world.read.db.selectFrom('second_factors').select(['failed_attempts']).where('user_id', '=', user.id).executeTakeFirstOrThrow();
    expect(factor.failed_attempts).toBe(10);
    expect((await post('/auth/verify-2fa', { challenge_token: await challengeOf(user.email), code: totp(secret, server.clock.now()) })).status).toBe(200);
  });

  it('of a mailed code’s five tries under fifty guesses at once', async () => {
    const user = await newUser(server.identity);
    await post('/auth/request-code', { email: user.email });
    const { digits } = await newestCode(user.id);
    const wrong = digits === '000000' ? '000001' : '000000';
    await Promise.all(Array.from({ length: 50 }, () => post('/auth/verify-code', { email: user.email, code: wrong })));
    expect(await server.world.read.db.selectFrom('sign_in_codes').select('attempts').where('user_id', '=', user.id).execute()).toEqual([{ attempts: 5 }]);
    expect(await post('/auth/verify-code', { email: user.email, code: digits })).toMatchObject({ status: 401, body: { error: { code: 'TWO_FACTOR_INVALID' } } });
  });
});

describe('switching it off', () => {
  it('takes the password or a code, signs the other devices out, and tells the owner', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const other = (await post('/auth/verify-2fa', { challenge_token: await challengeOf(user.email), code: totp(secret, server.clock.now()) })).body;
    server.clock.advance(60_000);
    const here = (await post('/auth/verify-2fa', { challenge_token: await challengeOf(user.email), code: totp(secret, server.clock.now()) })).body;
    const off = (body: object) => post('/api/app/two-factor/disable', body, here.access_token);
    expect((await off({})).status).toBe(400);
    expect((await off({ password: 'not the password' })).body).toMatchObject({ code: 'password_wrong' });
    expect((await off({ code: totp(secret, server.clock.now()) })).body, 'the code that signed in').toMatchObject({ code: 'digits_wrong' });
    expect((await off({ password: PASSWORD })).status).toBe(204);
    expect((await ask('GET', '/users/me', undefined, other.access_token)).status).toBe(401);
    expect((await ask('GET', '/users/me', undefined, here.access_token)).body).toMatchObject({ two_factor_enabled: false });
    expect((await login(user.email)).body).toMatchObject({ token_type: 'bearer' });
    const mails = await server.world.read.db.selectFrom('outbox_messages').select('data').where('recipient', '=', user.email).where('template', '=', 'security_notice').orderBy('created_at').execute();
    expect(mails.map(({ data }) => (data as { change: string }).change)).toEqual(['two_factor_on', 'two_factor_off']);
  });

  it('makes new recovery codes for a code, and the old ones are void', async () => {
    const { user, secret, recoveryCodes } = await newTwoFactorUser(server.identity);
    const { access_token: token } = (await post('/auth/verify-2fa', { challenge_token: await challengeOf(user.email), code: totp(secret, server.clock.now()) })).body;
    server.clock.advance(60_000);
    const made = await post('/api/app/two-factor/recovery-codes', { code: totp(secret, server.clock.now()) }, token);
    expect(made.body.recovery_codes).toHaveLength(10);
    expect((await post('/auth/verify-2fa', { challenge_token: await challengeOf(user.email), code: recoveryCodes[0]! })).status).toBe(401);
    expect((await post('/auth/verify-2fa', { challenge_token: await challengeOf(user.email), code: made.body.recovery_codes[0] })).status).toBe(200);
  });
});

describe('the secret', () => {
  it('is sealed, and nobody else’s row opens with it', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const { secret: sealed } = await server.world.read.db.selectFrom('second_factors').select('secret').where('user_id', '=', user.id).executeTakeFirstOrThrow();
    expect(sealed).not.toContain(secret);
    const thief = await newTwoFactorUser(server.identity);
    await server.world.transact((tx) => tx.db.updateTable('second_factors').set({ secret: sealed }).where('user_id', '=', thief.user.id).execute());
    expect((await post('/auth/verify-2fa', { challenge_token: await challengeOf(thief.user.email), code: totp(secret, server.clock.now()) })).status).toBe(500);
  });

  it('goes by the time of telephones, also where the clock of a demo is set ahead', async () => {
    const ahead = openIdentity({ ...server.identity, deviceClock: { now: () => new Date() } });
    server.clock.advance(40 * 86_400_000);
    const { user, secret } = await newTwoFactorUser(ahead);
    const entrance = await enterByPassword(ahead, { email: user.email, password: PASSWORD });
    const token = entrance.outcome === 'challenged' ? entrance.challenge.token : '';
    await expect(answerChallenge(ahead, { token }, totp(secret, ahead.world.clock.now()))).rejects.toMatchObject({ code: 'digits_wrong' });
    await expect(answerChallenge(ahead, { token }, totp(secret))).resolves.toMatchObject({ session: { aal: 2, method: 'totp' } });
  });
});
