import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdentityBench } from '../../../test/identity.js';
import type { IdentityBench } from '../../../test/identity.js';
import { until } from '../../../test/until.js';
import { createCustomer } from '../customers/index.js';
import { SYSTEM } from '../tx.js';
import { authenticate, createAdmin, createUser, disableUser, enableUser, findUser, hasAdmin, issueTokens, refresh, setPassword, signIn, signOut, grantRole, verifyEmail, withdrawRole } from './index.js';
import { LOCK_MS } from './failures.js';

const PASSWORD = 'quite long and rare 7';
let bench: IdentityBench;
let serial = 0;

beforeAll(async () => { bench = await openIdentityBench(); });
afterAll(() => bench.close());

async function newUser(options: { roles?: ('customer' | 'admin' | 'barber')[]; emailVerified?: boolean } = {}) {
  const email = `user${(serial += 1)}@example.test`;
  return createUser(bench.identity, { email, name: 'Jane', password: PASSWORD, emailVerified: true, ...options }, SYSTEM);
}

async function accessToken(email: string, style: 'supabase' | 'plain' = 'supabase') {
  const signedIn = await signIn(bench.identity, { email, password: PASSWORD });
  return { signedIn, ...(await issueTokens(bench.identity, signedIn, style)) };
}

describe('sign-in', () => {
  it.each(['supabase', 'plain'] as const)('opens a session whose %s token names the user', async (style) => {
    const user = await newUser({ roles: ['customer', 'barber'] });
    const { accessToken: token, signedIn } = await accessToken(user.email.toUpperCase(), style);
    expect(await authenticate(bench.identity, token)).toMatchObject({
      userId: user.id, serial: user.serial, publicId: user.publicId, email: user.email, roles: ['barber', 'customer'], scopes: [],
      permissions: ['payment:read', 'payment:write', 'connection:write', 'collection:read', 'analytics:read'],
      customerId: null, sessionId: signedIn.session.id, aal: 1,
    });
  });

  it('answers unknown, wrong, locked and disabled alike', async () => {
    const user = await newUser();
    const disabled = await newUser();
    await bench.world.transact((tx) => disableUser(tx, disabled.id, SYSTEM));
    await expect(signIn(bench.identity, { email: 'nobody@example.test', password: PASSWORD })).rejects.toMatchObject({ code: 'credentials_invalid', details: {} });
    await expect(signIn(bench.identity, { email: 'no address', password: PASSWORD })).rejects.toMatchObject({ code: 'credentials_invalid', details: {} });
    await expect(signIn(bench.identity, { email: user.email, password: 'wrong' })).rejects.toMatchObject({ code: 'credentials_invalid', details: {} });
    await expect(signIn(bench.identity, { email: disabled.email, password: PASSWORD })).rejects.toMatchObject({ code: 'credentials_invalid', details: {} });
  });

  it('tells an unverified user so, and only with the right password', async () => {
    const user = await newUser({ emailVerified: false });
    await expect(signIn(bench.identity, { email: user.email, password: PASSWORD })).rejects.toMatchObject({ code: 'email_not_verified' });
    await expect(signIn(bench.identity, { email: user.email, password: 'wrong' })).rejects.toMatchObject({ code: 'credentials_invalid' });
  });

  it('locks after ten failures in a row for fifteen minutes, also for the right password', async () => {
    const user = await newUser();
    const attempt = (password: string) => signIn(bench.identity, { email: user.email, password });
    for (let i = 0; i < 9; i++) await expect(attempt('wrong')).rejects.toMatchObject({ code: 'credentials_invalid' });
    await attempt(PASSWORD);
    for (let i = 0; i < 10; i++) await expect(attempt('wrong')).rejects.toMatchObject({ code: 'credentials_invalid' });
    await expect(attempt(PASSWORD)).rejects.toMatchObject({ code: 'credentials_invalid' });
    bench.clock.advance(LOCK_MS + 1000);
    await expect(attempt(PASSWORD)).resolves.toMatchObject({ user: { id: user.id } });
  });

  it('does the same work for an unknown user as for a known one', async () => {
    const timed = async (email: string) => {
      const started = performance.now();
      await expect(signIn(bench.identity, { email, password: 'wrong' })).rejects.toMatchObject({ code: 'credentials_invalid' });
      return performance.now() - started;
    };
    // What else a machine does only ever adds: the quickest of many tries comes down to the work itself.
    let [known, unknown] = [Infinity, Infinity];
    await until(async () => {
      const { email } = await newUser();
      for (let i = 0; i < 9; i++) {
        known = Math.min(known, await timed(email));
        unknown = Math.min(unknown, await timed(`nobody${(serial += 1)}@example.test`));
      }
      // Without the dummy hash the unknown one would take a tenth of the time.
      return unknown / known > 0.5 && unknown / known < 2;
    }, { what: 'the same time for both', said: () => `${unknown} ms where nobody is known, ${known} ms where somebody is` });
  });

  it('keeps failures and sessions in the audit log, without the typed address', async () => {
    await expect(signIn(bench.identity, { email: 'my-password-typed-here@example.test', password: 'x' }, { ip: '192.0.2.7' })).rejects.toThrow();
    const rows = await bench.world.read.db.selectFrom('audit_log').selectAll().where('ip', '=', '192.0.2.7').execute();
    expect(rows).toMatchObject([{ action: 'session.refused', outcome: 'failure', actor_id: null, resource_id: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    expect(JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('typed-here');
  });
});

describe('what ends a session acts at once', () => {
  it('sign-out, disabled user, expired token, expired session', async () => {
    const user = await newUser();
    const first = await accessToken(user.email);
    const second = await accessToken(user.email);
    const closing = { userId: user.id, sessionId: first.signedIn.session.id };
    await bench.world.transact((tx) => signOut(tx, closing, 'local', { userId: user.id }));
    expect(await authenticate(bench.identity, first.accessToken)).toBeNull();
    await expect(refresh(bench.identity, first.refreshToken)).rejects.toMatchObject({ code: 'refresh_token_invalid' });
    expect(await authenticate(bench.identity, second.accessToken)).not.toBeNull();
    await bench.world.transact((tx) => disableUser(tx, user.id, SYSTEM));
    expect(await authenticate(bench.identity, second.accessToken)).toBeNull();
    await bench.world.transact((tx) => enableUser(tx, user.id, SYSTEM));
    const third = await accessToken(user.email);
    bench.clock.advance(3_599_000);
    expect(await authenticate(bench.identity, third.accessToken)).not.toBeNull();
    bench.clock.advance(2_000);
    expect(await authenticate(bench.identity, third.accessToken)).toBeNull();
    await expect(refresh(bench.identity, third.refreshToken)).resolves.toMatchObject({ user: { id: user.id } });
    bench.clock.advance(31 * 86_400_000);
    await expect(refresh(bench.identity, third.refreshToken)).rejects.toMatchObject({ code: 'refresh_token_invalid' });
  });

  it('a new password ends every other session', async () => {
    const user = await newUser();
    const [here, there] = [await accessToken(user.email), await accessToken(user.email)];
    await setPassword(bench.identity, user.id, 'another rare one 8', { userId: user.id }, here.signedIn.session.id);
    expect(await authenticate(bench.identity, here.accessToken)).not.toBeNull();
    expect(await authenticate(bench.identity, there.accessToken)).toBeNull();
    await expect(signIn(bench.identity, { email: user.email, password: PASSWORD })).rejects.toMatchObject({ code: 'credentials_invalid' });
  });

  it('a demotion counts for tokens already issued', async () => {
    const user = await newUser({ roles: ['barber'] });
    const { accessToken: token } = await accessToken(user.email, 'plain');
    await bench.world.transact((tx) => withdrawRole(tx, user.id, 'barber', SYSTEM));
    expect(await authenticate(bench.identity, token)).toMatchObject({ roles: [], permissions: [] });
    await bench.world.transact((tx) => grantRole(tx, user.id, 'shop_owner', SYSTEM, '00000000-0000-7000-8000-000000000001'));
    expect(await authenticate(bench.identity, token)).toMatchObject({
      roles: ['shop_owner'], scopes: [{ role: 'shop_owner', scopeId: '00000000-0000-7000-8000-000000000001' }],
    });
  });
});

describe('customers', () => {
  it('belong to the user with their verified address, whoever comes second, and only once', async () => {
    const early = await newUser();
    const customer = await bench.world.transact((tx) => createCustomer(tx, { name: 'Early', email: early.email }, SYSTEM));
    const { accessToken: token } = await accessToken(early.email);
    expect(await authenticate(bench.identity, token)).toMatchObject({ customerId: customer.id });
    const late = await bench.world.transact((tx) => createCustomer(tx, { name: 'Late', email: 'late@example.test' }, SYSTEM));
    const unverified = await createUser(bench.identity, { email: 'late@example.test', name: 'L', password: PASSWORD }, SYSTEM);
    expect(unverified.customerId).toBeNull();
    await bench.world.transact((tx) => verifyEmail(tx, unverified.id, SYSTEM));
    const links = await bench.world.read.db.selectFrom('customer_users').selectAll().where('user_id', '=', unverified.id).execute();
    expect(links).toMatchObject([{ customer_id: late.id }]);
  });

  it('are not linked to staff, nor opened twice', async () => {
    const admin = await newUser({ roles: ['admin'] });
    await bench.world.transact((tx) => createCustomer(tx, { name: 'A', email: admin.email }, SYSTEM));
    const { accessToken: token } = await accessToken(admin.email);
    expect(await authenticate(bench.identity, token)).toMatchObject({ customerId: null });
    await expect(bench.world.transact((tx) => createCustomer(tx, { name: 'B', email: admin.email }, SYSTEM))).rejects.toMatchObject({ code: 'customer_exists' });
  });
});

describe('createAdmin', () => {
  it('makes an admin, or makes one of a user that is there', async () => {
    const wanted = { email: 'boss@example.test', name: 'Boss', password: 'a very rare pass phrase' };
    const made = await createAdmin(bench.identity, wanted, SYSTEM);
    expect(made.roles).toEqual(['admin']);
    const user = await newUser();
    expect((await createAdmin(bench.identity, { ...wanted, email: user.email }, SYSTEM)).roles).toEqual(['admin', 'customer']);
    await expect(createAdmin(bench.identity, { ...wanted, password: 'too short' }, SYSTEM)).rejects.toMatchObject({ code: 'password_weak' });
  });

  it('makes nobody an admin whose password is refused', async () => {
    const user = await newUser();
    await expect(createAdmin(bench.identity, { email: user.email, name: '', password: 'too short' }, SYSTEM)).rejects.toMatchObject({ code: 'password_weak' });
    expect((await findUser(bench.identity.world.read, user.id))?.roles).toEqual(['customer']);
  });

  it('is what a new system lacks', async () => {
    const fresh = await openIdentityBench();
    try {
      expect(await hasAdmin(fresh.identity.world.read)).toBe(false);
      const { id } = await createAdmin(fresh.identity, { email: 'first@example.test', name: 'First', password: 'a very rare pass phrase' }, SYSTEM);
      expect(await hasAdmin(fresh.identity.world.read)).toBe(true);
      await fresh.world.transact((tx) => disableUser(tx, id, SYSTEM));
      expect(await hasAdmin(fresh.identity.world.read)).toBe(false);
    } finally {
      await fresh.close();
    }
  });
});
