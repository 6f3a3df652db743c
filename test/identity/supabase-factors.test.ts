import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ANON_KEY } from '../../src/apis/supabase-auth/index.js';
import { openIdentityServer } from '../identity-server.js';
import type { IdentityServer } from '../identity-server.js';
import { totp, wrongTotp } from '../totp.js';
import { newTwoFactorUser, newUser, PASSWORD } from './two-factor-users.js';

let server: IdentityServer;
beforeAll(async () => { server = await openIdentityServer(); });
afterAll(() => server.close());

async function signedIn(email: string): Promise<SupabaseClient> {
  const supabase = createClient(server.url, ANON_KEY, { auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: WebSocket as never } });
  expect((await supabase.auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
  return supabase;
}

const tokenOf = async (supabase: SupabaseClient) => (await supabase.auth.getSession()).data.session!.access_token;
const seesProfile = async (token: string) => (await fetch(`${server.url}/users/me`, { headers: { authorization: `Bearer ${token}` } })).status;
const now = () => server.clock.now();

describe('a real supabase-js client with a second factor', () => {
  it('enrols, proves the first code, and is at level 2 from then on', async () => {
    const user = await newUser(server.identity);
    const supabase = await signedIn(user.email);
    const other = await signedIn(user.email);
    const { data: factor, error } = await supabase.auth.mfa.enroll({ factorType: 'totp' });
    expect(error).toBeNull();
    expect(factor).toMatchObject({ type: 'totp', totp: { qr_code: expect.stringMatching(/^data:image\/svg\+xml;utf-8,<svg/), secret: expect.stringMatching(/^[A-Z2-7]{32}$/), uri: expect.stringMatching(/^otpauth:/) } });
    expect((await supabase.auth.mfa.listFactors()).data).toMatchObject({ all: [{ id: factor!.id, status: 'unverified' }], totp: [] });
    expect((await supabase.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal1' });
    const { secret } = (factor as { totp: { secret: string } }).totp;
    const wrong = await supabase.auth.mfa.challengeAndVerify({ factorId: factor!.id, code: wrongTotp(secret, now()) });
    expect(wrong.error).toMatchObject({ status: 422, code: 'mfa_verification_failed' });
    const before = await tokenOf(supabase);
    expect((await supabase.auth.mfa.challengeAndVerify({ factorId: factor!.id, code: totp(secret, now()) })).error).toBeNull();
    expect((await supabase.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: 'aal2', nextLevel: 'aal2', currentAuthenticationMethods: [{ method: 'totp' }] });
    expect(await seesProfile(await tokenOf(supabase))).toBe(200);
    expect(await seesProfile(before)).toBe(401);
    expect(await seesProfile(await tokenOf(other))).toBe(401);
    expect((await supabase.auth.mfa.listFactors()).data?.totp).toMatchObject([{ id: factor!.id, status: 'verified' }]);
    expect((await supabase.auth.mfa.enroll({ factorType: 'totp' })).error).toMatchObject({ status: 422, code: 'too_many_enrolled_mfa_factors' });
  });

  it('signs in to half a session, gives the code, and is through', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const supabase = await signedIn(user.email);
    expect(await seesProfile(await tokenOf(supabase))).toBe(401);
    expect((await supabase.auth.getUser()).data.user?.id).toBe(user.id);
    expect((await supabase.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal2' });
    expect((await supabase.auth.updateUser({ password: 'changed by half a session' })).error).not.toBeNull();
    const [factor] = (await supabase.auth.mfa.listFactors()).data!.totp;
    expect((await supabase.auth.mfa.unenroll({ factorId: factor!.id })).error).toMatchObject({ code: 'reauthentication_needed' });
    const { data: challenge } = await supabase.auth.mfa.challenge({ factorId: factor!.id });
    expect(challenge).toMatchObject({ id: expect.any(String), type: 'totp', expires_at: expect.any(Number) });
    const half = await tokenOf(supabase);
    const { data, error } = await supabase.auth.mfa.verify({ factorId: factor!.id, challengeId: challenge!.id, code: totp(secret, now()) });
    expect(error).toBeNull();
    expect(data?.user.id).toBe(user.id);
    expect(await seesProfile(await tokenOf(supabase))).toBe(200);
    expect((await fetch(`${server.url}/auth/v1/user`, { headers: { authorization: `Bearer ${half}` } })).status).toBe(401);
    expect((await supabase.auth.refreshSession()).error).toBeNull();
    expect((await supabase.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: 'aal2' });
  });

  it('takes no question of another user, and one code once when twenty half sessions bring it', async () => {
    const [one, two] = [await newTwoFactorUser(server.identity), await newTwoFactorUser(server.identity)];
    const [mine, theirs] = [await signedIn(one.user.email), await signedIn(two.user.email)];
    const [factor] = (await mine.auth.mfa.listFactors()).data!.totp;
    const [foreign] = (await theirs.auth.mfa.listFactors()).data!.totp;
    expect((await mine.auth.mfa.challenge({ factorId: foreign!.id })).error).toMatchObject({ status: 404, code: 'mfa_factor_not_found' });
    const { data: question } = await theirs.auth.mfa.challenge({ factorId: foreign!.id });
    expect((await mine.auth.mfa.verify({ factorId: factor!.id, challengeId: question!.id, code: totp(one.secret, now()) })).error).toMatchObject({ code: 'mfa_verification_failed' });
    expect((await mine.auth.mfa.verify({ factorId: factor!.id, challengeId: 'no question', code: totp(one.secret, now()) })).error).toMatchObject({ code: 'mfa_verification_failed' });
    const clients = await Promise.all(Array.from({ length: 20 }, () => signedIn(one.user.email)));
    const code = totp(one.secret, now());
    const results = await Promise.all(clients.map((client) => client.auth.mfa.challengeAndVerify({ factorId: factor!.id, code })));
    expect(results.filter(({ error }) => error === null)).toHaveLength(1);
    const sessions = await server.world.read.db.selectFrom('sessions').select('id').where('user_id', '=', one.user.id).where('aal', '=', 2).where('method', '=', 'totp').execute();
    expect(sessions).toHaveLength(2);
  });

  it('unenrols right after a code, and not ten minutes later', async () => {
    const { user, secret } = await newTwoFactorUser(server.identity);
    const supabase = await signedIn(user.email);
    const [factor] = (await supabase.auth.mfa.listFactors()).data!.totp;
    await supabase.auth.mfa.challengeAndVerify({ factorId: factor!.id, code: totp(secret, now()) });
    server.clock.advance(10 * 60_000 + 1_000);
    expect((await supabase.auth.mfa.unenroll({ factorId: factor!.id })).error).toMatchObject({ code: 'reauthentication_needed' });
    expect((await supabase.auth.mfa.challengeAndVerify({ factorId: factor!.id, code: totp(secret, now()) })).error).toBeNull();
    expect((await supabase.auth.mfa.unenroll({ factorId: factor!.id })).data).toEqual({ id: factor!.id });
    expect(await seesProfile(await tokenOf(supabase))).toBe(200);
    expect(await seesProfile(await tokenOf(await signedIn(user.email)))).toBe(200);
  });
});
