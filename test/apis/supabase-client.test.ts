import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ANON_KEY } from '../../src/apis/supabase-auth/index.js';
import { codeLinks, createUser } from '../../src/core/identity/index.js';
import type { DueMessage } from '../../src/core/outbox/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { openIdentityServer } from '../identity-server.js';
import type { IdentityServer } from '../identity-server.js';

const EMAIL = 'jane@example.test';
const PASSWORD = 'quite long and rare 7';
let server: IdentityServer;

beforeAll(async () => {
  server = await openIdentityServer();
  await createUser(server.identity, { email: EMAIL, name: 'Jane', password: PASSWORD, emailVerified: true }, SYSTEM);
});
afterAll(() => server.close());

/** As the portal document's own code makes it; Node 20 has no WebSocket of its own. */
function client(): SupabaseClient {
  return createClient(server.url, ANON_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  });
}

async function signedIn(): Promise<SupabaseClient> {
  const supabase = client();
  const { error } = await supabase.auth.signInWithPassword({ email: EMAIL, password: PASSWORD });
  expect(error).toBeNull();
  return supabase;
}

async function linkOf(email: string): Promise<{ token: string; code: string }> {
  const mail = await server.world.read.db.selectFrom('outbox_messages').selectAll().where('recipient', '=', email).orderBy('created_at', 'desc').executeTakeFirstOrThrow();
  const links = codeLinks({ keys: server.identity.keys, clock: server.clock, publicUrl: server.url });
  const made = await links[mail.template as keyof typeof links]({ subjectId: mail.subject_id } as DueMessage, server.world.read);
  return { token: made!.link.split('#token=')[1]!, code: made!.code };
}

describe('a real supabase-js client', () => {
  it('signs in, sees its user and claims, refreshes, signs out, and is refused at once', async () => {
    const supabase = client();
    const { data, error } = await supabase.auth.signInWithPassword({ email: EMAIL, password: PASSWORD });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({ email: EMAIL, aud: 'authenticated', role: 'authenticated' });
    const user = await supabase.auth.getUser();
    expect(user.data.user?.id).toBe(data.user?.id);
    const claims = await supabase.auth.getClaims();
    expect(claims.error).toBeNull();
    expect(claims.data).toMatchObject({ header: { alg: 'ES256' }, claims: { sub: data.user?.id, role: 'authenticated', session_id: expect.any(String) } });
    const refreshed = await supabase.auth.refreshSession();
    expect(refreshed.error).toBeNull();
    expect(refreshed.data.session?.refresh_token).not.toBe(data.session?.refresh_token);
    const token = refreshed.data.session!.access_token;
    expect((await supabase.auth.signOut()).error).toBeNull();
    expect((await client().auth.getUser(token)).error).toMatchObject({ name: 'AuthSessionMissingError' });
    expect((await fetch(`${server.url}/auth/v1/user`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  it('is told what is wrong in the protocol’s words', async () => {
    const wrong = await client().auth.signInWithPassword({ email: EMAIL, password: 'wrong' });
    expect(wrong.error).toMatchObject({ status: 400, code: 'invalid_credentials', message: 'Invalid login credentials' });
    const unknown = await client().auth.signInWithPassword({ email: 'nobody@example.test', password: 'wrong' });
    expect(unknown.error).toMatchObject({ status: 400, code: 'invalid_credentials' });
    const refresh = await client().auth.refreshSession({ refresh_token: 'nope' });
    expect(refresh.error).toMatchObject({ status: 400, code: 'refresh_token_not_found' });
    const weak = await (await signedIn()).auth.updateUser({ password: 'password123' });
    expect(weak.error).toMatchObject({ status: 422, code: 'weak_password' });
    const admin = createClient(server.url, ANON_KEY, { realtime: { transport: WebSocket as never } });
    expect((await admin.auth.admin.listUsers()).error).not.toBeNull();
  });

  it('keeps metadata, changes the password, and ends the other sessions by that', async () => {
    await createUser(server.identity, { email: 'changer@example.test', name: 'C', password: PASSWORD, emailVerified: true }, SYSTEM);
    const [here, there] = [client(), client()];
    for (const supabase of [here, there]) await supabase.auth.signInWithPassword({ email: 'changer@example.test', password: PASSWORD });
    const named = await here.auth.updateUser({ data: { theme: 'dark', gone: 1 } });
    expect(named.data.user?.user_metadata).toEqual({ theme: 'dark', gone: 1 });
    expect((await here.auth.updateUser({ data: { gone: null } })).data.user?.user_metadata).toEqual({ theme: 'dark' });
    expect((await here.auth.updateUser({ email: 'other@example.test' })).error).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await here.auth.updateUser({ password: 'a new and rare one 9' })).error).toBeNull();
    expect((await here.auth.getUser()).error).toBeNull();
    expect((await there.auth.getUser()).error).not.toBeNull();
    expect((await client().auth.signInWithPassword({ email: 'changer@example.test', password: 'a new and rare one 9' })).error).toBeNull();
  });

  it('signs up and verifies by the mailed digits; a taken address looks the same', async () => {
    const supabase = client();
    const email = 'new@example.test';
    const signUp = await supabase.auth.signUp({ email, password: PASSWORD, options: { data: { full_name: 'New Person' } } });
    const taken = await client().auth.signUp({ email: EMAIL, password: PASSWORD, options: { data: { full_name: 'New Person' } } });
    expect(signUp.error).toBeNull();
    expect(signUp.data.session).toBeNull();
    expect(Object.keys(taken.data.user!)).toEqual(Object.keys(signUp.data.user!));
    expect((await supabase.auth.signInWithPassword({ email, password: PASSWORD })).error).toMatchObject({ code: 'email_not_confirmed' });
    const { code } = await linkOf(email);
    const wrong = await supabase.auth.verifyOtp({ email, token: code === '000000' ? '111111' : '000000', type: 'signup' });
    expect(wrong.error).toMatchObject({ status: 403, code: 'otp_expired' });
    const verified = await supabase.auth.verifyOtp({ email, token: code, type: 'signup' });
    expect(verified.data.user).toMatchObject({ email, user_metadata: { full_name: 'New Person' } });
    expect((await supabase.auth.getUser()).error).toBeNull();
  });

  it('comes back by a recovery link and by a sign-in code', async () => {
    const email = 'forgetful@example.test';
    await createUser(server.identity, { email, name: 'F', password: PASSWORD, emailVerified: true }, SYSTEM);
    expect((await client().auth.resetPasswordForEmail(email)).error).toBeNull();
    const supabase = client();
    const recovered = await supabase.auth.verifyOtp({ token_hash: (await linkOf(email)).token, type: 'recovery' });
    expect(recovered.error).toBeNull();
    expect((await supabase.auth.updateUser({ password: 'remembered and rare 3' })).error).toBeNull();
    expect((await client().auth.signInWithOtp({ email })).error).toBeNull();
    expect((await client().auth.verifyOtp({ email, token: (await linkOf(email)).code, type: 'email' })).data.user?.email).toBe(email);
    expect((await client().auth.signInWithOtp({ email: 'nobody@example.test' })).error).toBeNull();
    expect((await client().auth.resetPasswordForEmail('nobody@example.test')).error).toBeNull();
  });

  it('ends this session, the others, or all', async () => {
    const [first, second, third] = [await signedIn(), await signedIn(), await signedIn()];
    const alive = async (...clients: SupabaseClient[]) => Promise.all(clients.map(async (each) => (await each.auth.getUser()).error === null));
    const tokens = await Promise.all([first, second, third].map(async (each) => (await each.auth.getSession()).data.session!.access_token));
    const stays = async (token: string) => (await client().auth.getUser(token)).error === null;
    await first.auth.signOut({ scope: 'local' });
    expect(await Promise.all(tokens.map(stays))).toEqual([false, true, true]);
    await second.auth.signOut({ scope: 'others' });
    expect(await Promise.all(tokens.map(stays))).toEqual([false, true, false]);
    expect(await alive(second)).toEqual([true]);
    await second.auth.signOut({ scope: 'global' });
    expect(await Promise.all(tokens.map(stays))).toEqual([false, false, false]);
  });
});

describe('the protocol on the wire', () => {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  it('has two shapes of errors, by the version asked for', async () => {
    const wrong = { email: EMAIL, password: 'wrong' };
    const old = await post('/auth/v1/token?grant_type=password', wrong);
    expect([old.status, old.headers.get('x-sb-error-code'), old.headers.get('x-supabase-api-version')]).toEqual([400, 'invalid_credentials', null]);
    expect(await old.json()).toEqual({ code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' });
    const young = await post('/auth/v1/token?grant_type=password', wrong, { 'x-supabase-api-version': '2024-01-01' });
    expect([young.status, young.headers.get('x-supabase-api-version')]).toEqual([400, '2024-01-01']);
    expect(await young.json()).toEqual({ code: 'invalid_credentials', message: 'Invalid login credentials' });
    for (const [path, body] of [['/auth/v1/token', {}], ['/auth/v1/token?grant_type=magic', {}], ['/auth/v1/token?grant_type=password', { email: 1 }]] as const) {
      const bad = await post(path, body);
      expect([bad.status, bad.headers.get('x-sb-error-code')]).toEqual([400, 'validation_failed']);
    }
    expect((await fetch(`${server.url}/auth/v1/nothing`)).headers.get('x-sb-error-code')).toBe('unknown');
  });

  it('shows public keys to be kept ten minutes, and never a token to be kept', async () => {
    const jwks = await fetch(`${server.url}/auth/v1/.well-known/jwks.json`);
    expect(jwks.headers.get('cache-control')).toBe('public, max-age=600');
    const { keys } = (await jwks.json()) as { keys: Record<string, unknown>[] };
    expect(keys[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(keys.every((key) => !('d' in key))).toBe(true);
    const tokens = await post('/auth/v1/token?grant_type=password', { email: EMAIL, password: PASSWORD });
    expect(tokens.headers.get('cache-control')).toBe('no-store');
  });

  it('sends a link’s reader to our own page, wherever else it was told to', async () => {
    const response = await fetch(`${server.url}/auth/v1/verify?token=abc&type=recovery&redirect_to=https://evil.example`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, `${server.url}/app/reset-password#token=abc`]);
  });

  it('refuses administration', async () => {
    const { data } = await (await signedIn()).auth.getSession();
    const response = await fetch(`${server.url}/auth/v1/admin/users`, { headers: { authorization: `Bearer ${data.session!.access_token}` } });
    expect([response.status, response.headers.get('x-sb-error-code')]).toEqual([403, 'not_admin']);
  });
});
