import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdentityBench } from '../../../test/identity.js';
import type { IdentityBench } from '../../../test/identity.js';
import { generateKeyRing, parseKeyRing } from '../../kernel/keyring.js';
import { SYSTEM } from '../tx.js';
import { authenticate, createUser, issueTokens, refresh, signIn } from './index.js';
import { decideRotation, formatRefreshToken, parseRefreshToken, REUSE_WINDOW_MS } from './refresh-token.js';

/** A tenth in everyday runs. */
const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 100 : 10;
const SESSION = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('refresh token', () => {
  const keys = parseKeyRing(generateKeyRing());

  it('names its session and generation, and nobody else can write one', () => {
    const token = formatRefreshToken(keys, SESSION, 7);
    expect(parseRefreshToken(keys, token)).toEqual({ sessionId: SESSION, generation: 7 });
    expect(parseRefreshToken(parseKeyRing(generateKeyRing()), token)).toBeNull();
    for (const bad of ['', 'nope', token.replace('.7.', '.8.'), token.replace('.7.', '.07.'), `${token}.x`, `${token}=`, token.toUpperCase(), 'x'.repeat(500)]) {
      expect(parseRefreshToken(keys, bad)).toBeNull();
    }
  });

  it.each([
    [5, 0, 'rotate'], [4, 0, 'repeat'], [4, REUSE_WINDOW_MS, 'repeat'], [4, REUSE_WINDOW_MS + 1, 'reuse'], [3, 0, 'reuse'], [6, 0, 'dead'],
  ] as const)('generation %i of 5 after %i ms: %s', (presented, age, decision) => {
    const rotatedAt = new Date('2026-01-01T00:00:00Z');
    const session = { generation: 5, rotatedAt, expiresAt: new Date('2026-02-01T00:00:00Z'), revokedAt: null };
    const now = new Date(rotatedAt.getTime() + age);
    expect(decideRotation(session, presented, now)).toBe(decision);
    expect(decideRotation({ ...session, revokedAt: now }, presented, now)).toBe('dead');
    expect(decideRotation({ ...session, expiresAt: now }, presented, now)).toBe('dead');
  });
});

describe('rotation', () => {
  let bench: IdentityBench;
  beforeAll(async () => {
    bench = await openIdentityBench();
    await createUser(bench.identity, { email: 'jane@example.test', name: 'Jane', password: 'quite long and rare 7', emailVerified: true }, SYSTEM);
  });
  afterAll(() => bench.close());

  const open = async () => issueTokens(bench.identity, await signIn(bench.identity, { email: 'jane@example.test', password: 'quite long and rare 7' }), 'supabase');
  const trade = async (token: string) => issueTokens(bench.identity, await refresh(bench.identity, token), 'supabase');

  it('gives twenty callers at once the same child, and the family lives', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { refreshToken } = await open();
      const children = await Promise.all(Array.from({ length: 20 }, () => trade(refreshToken)));
      expect(new Set(children.map((child) => child.refreshToken)).size).toBe(1);
      const [child] = children;
      expect(child!.refreshToken).not.toBe(refreshToken);
      expect(await authenticate(bench.identity, child!.accessToken)).not.toBeNull();
      await expect(trade(child!.refreshToken)).resolves.toBeDefined();
    }
  });

  it('revokes the family when an older token comes back', async () => {
    const first = await open();
    const second = await trade(first.refreshToken);
    const third = await trade(second.refreshToken);
    await expect(trade(first.refreshToken)).rejects.toMatchObject({ code: 'refresh_token_invalid' });
    await expect(trade(third.refreshToken)).rejects.toMatchObject({ code: 'refresh_token_invalid' });
    expect(await authenticate(bench.identity, third.accessToken)).toBeNull();
    const [session] = await bench.world.read.db.selectFrom('sessions').select(['revoked_for']).orderBy('created_at', 'desc').limit(1).execute();
    expect(session).toEqual({ revoked_for: 'refresh_reuse' });
  });

  it('takes the previous token for ten seconds only', async () => {
    const first = await open();
    const second = await trade(first.refreshToken);
    bench.clock.advance(REUSE_WINDOW_MS - 2000);
    expect((await trade(first.refreshToken)).refreshToken).toBe(second.refreshToken);
    bench.clock.advance(3000);
    await expect(trade(first.refreshToken)).rejects.toMatchObject({ code: 'refresh_token_invalid' });
    await expect(trade(second.refreshToken)).rejects.toMatchObject({ code: 'refresh_token_invalid' });
  });
});
