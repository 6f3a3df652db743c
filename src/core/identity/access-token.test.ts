import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCredential } from '../../apis/credential.js';
import { badCredentials, controlToken, goodToken } from '../../../test/harness/bad-credentials.js';
import { openIdentityBench } from '../../../test/identity.js';
import type { IdentityBench } from '../../../test/identity.js';
import { SYSTEM } from '../tx.js';
import { authenticate, createUser, openIdentity } from './index.js';
import type { User } from './index.js';

let bench: IdentityBench;
let user: User;

beforeAll(async () => {
  bench = await openIdentityBench();
  const wanted = { email: 'token@example.test', name: 'T', password: 'quite long and rare 7', emailVerified: true, roles: ['barber' as const], metadata: { a: 1 } };
  user = await createUser(bench.identity, wanted, SYSTEM);
});
afterAll(() => bench.close());

describe('access token', () => {
  it('has the claims of Supabase', async () => {
    const token = await goodToken(bench.identity, user, 'supabase');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'JWT' });
    expect(decodeJwt(token)).toMatchObject({
      iss: 'http://127.0.0.1:4000/auth/v1', sub: user.id, aud: 'authenticated', role: 'authenticated', email: user.email, phone: '', aal: 'aal1',
      user_metadata: { a: 1 }, is_anonymous: false, amr: [{ method: 'password' }],
    });
  });

  it('has the claims of the hybrid document', async () => {
    expect(decodeJwt(await goodToken(bench.identity, user, 'plain'))).toMatchObject({
      sub: user.serial.toString(), email: user.email, role: 'barber', permissions: ['payment:read', 'payment:write', 'connection:write', 'collection:read', 'analytics:read'],
    });
  });

  it('is verified by anyone with the public keys, which hold no secret', async () => {
    const jwks = await bench.identity.signing.jwks();
    for (const key of jwks.keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'key_ops', 'kid', 'kty', 'use', 'x', 'y']);
    await expect(jwtVerify(await goodToken(bench.identity, user), createLocalJWKSet(jwks), { currentDate: bench.clock.now() })).resolves.toBeDefined();
  });

  it('is signed by one key, however many processes begin at once', async () => {
    const other = await openIdentityBench();
    try {
      const { world, keys, publicUrl } = other.identity;
      const processes = Array.from({ length: 4 }, () => openIdentity({ world, keys, publicUrl }));
      const kids = await Promise.all(processes.flatMap((identity) => Array.from({ length: 5 }, async () => (await identity.signing.current()).kid)));
      expect(new Set(kids).size).toBe(1);
      expect(await world.read.db.selectFrom('signing_keys').select('kid').execute()).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it('outlives a change of keys, also in another process', async () => {
    const before = await goodToken(bench.identity, user);
    const other = openIdentity({ world: bench.world, keys: bench.identity.keys, publicUrl: bench.identity.publicUrl });
    expect(await authenticate(other, before)).not.toBeNull();
    const kid = await bench.identity.signing.rotate();
    const after = await goodToken(bench.identity, user);
    expect(decodeProtectedHeader(after).kid).toBe(kid);
    bench.clock.advance(6_000);
    for (const identity of [bench.identity, other]) {
      expect(await authenticate(identity, before)).not.toBeNull();
      expect(await authenticate(identity, after)).not.toBeNull();
    }
    const rows = await bench.world.read.db.selectFrom('signing_keys').selectAll().execute();
    expect(rows.filter((row) => row.retired_at === null)).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('"d"');
  });

  it('refuses every bad credential, the same token again too', async () => {
    const bad = await badCredentials(bench.identity, user);
    for (const { name, headers } of bad) {
      const credential = readCredential(headers);
      if (credential.from === 'none') continue;
      expect(await authenticate(bench.identity, credential.token), name).toBeNull();
      expect(await authenticate(bench.identity, credential.token), name).toBeNull();
    }
    expect(bad.length).toBeGreaterThan(120);
    expect(new Set(bad.map(({ name }) => name.split(' ')[0])).size).toBe(15);
    expect(await authenticate(bench.identity, await controlToken(bench.identity, user))).not.toBeNull();
    expect(await authenticate(bench.identity, await goodToken(bench.identity, user))).toMatchObject({ userId: user.id });
  });
});
