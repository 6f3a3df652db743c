import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { KeyRing } from '../../kernel/keyring.js';
import { present } from '../../kernel/assert.js';
import { storableJson } from '../../kernel/json.js';
import type { World } from '../tx.js';
import { insertSigningKey, lockSigningKeys, retireSigningKeys, selectLiveSigningKey, selectSigningKeys } from './keys-store.js';
import type { SigningKeyRow } from './keys-store.js';

/** A retired key verifies for as long as a token it signed could live. */
const OVERLAP_MS = 24 * 3_600_000;
const FRESH_MS = 5 * 60_000;
const ASK_AGAIN_MS = 5_000;

/** The keys behind access tokens (ES256), shared by all instances through the database. */
export interface SigningKeys {
  /** The newest key, to sign with. */
  current(): Promise<{ kid: string; key: CryptoKey }>;
  /** The key of that name to verify with; null when there is none. Asks the database for names it has not seen. */
  find(kid: string): Promise<CryptoKey | null>;
  /** Public halves only, newest first. */
  jwks(): Promise<{ keys: JWK[] }>;
  /** Signs with a new key from now on; tokens of the old one stay good until they end. Returns its name. */
  rotate(): Promise<string>;
}

interface Loaded {
  readonly publicKeys: Map<string, CryptoKey>;
  readonly jwks: JWK[];
  readonly signing: { kid: string; key: CryptoKey } | null;
  readonly at: number;
}

export function openSigningKeys(world: World, ring: KeyRing): SigningKeys {
  let loaded: Promise<Loaded> | undefined;

  async function fresh(maxAge: number): Promise<Loaded> {
    const seen = loaded;
    const known = await seen?.catch(() => undefined);
    // Somebody else asked again while we waited: one question is enough.
    if (loaded !== undefined && loaded !== seen) return loaded;
    const age = known === undefined ? Infinity : Math.abs(world.clock.now().getTime() - known.at);
    if (age > maxAge) loaded = load(world, ring);
    return present(loaded, 'keys were asked for');
  }

  async function make(when: 'always' | 'if none'): Promise<string> {
    const kid = await makeKey(world, ring, when);
    loaded = load(world, ring);
    await loaded;
    return kid;
  }

  return {
    async current() {
      const { signing } = await fresh(FRESH_MS);
      if (signing) return signing;
      await make('if none');
      return present((await fresh(FRESH_MS)).signing, 'a signing key was just made');
    },
    async find(kid) {
      const known = (await fresh(FRESH_MS)).publicKeys.get(kid);
      return known ?? (await fresh(ASK_AGAIN_MS)).publicKeys.get(kid) ?? null;
    },
    async jwks() {
      return { keys: (await fresh(FRESH_MS)).jwks };
    },
    rotate: () => make('always'),
  };
}

async function load(world: World, ring: KeyRing): Promise<Loaded> {
  const now = world.clock.now().getTime();
  const rows = await world.read.run(selectSigningKeys, [new Date(now - OVERLAP_MS)]);
  const publicKeys = new Map<string, CryptoKey>();
  for (const row of rows) publicKeys.set(row.kid, await importKey(row.public_jwk));
  const newest = rows.find((row) => row.retired_at === null);
  return { publicKeys, jwks: rows.map((row) => row.public_jwk as JWK), signing: newest ? await openKey(ring, newest) : null, at: now };
}

async function openKey(ring: KeyRing, row: SigningKeyRow): Promise<{ kid: string; key: CryptoKey }> {
  const jwk: JWK = JSON.parse(ring.decrypt(row.private_key, `signing_keys:${row.kid}`));
  return { kid: row.kid, key: await importKey(jwk) };
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256');
  if (key instanceof Uint8Array) throw new TypeError('a signing key must be an elliptic curve key');
  return key;
}

/** Processes that start together on an empty database agree on one key. */
async function makeKey(world: World, ring: KeyRing, when: 'always' | 'if none'): Promise<string> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y } = await exportJWK(pair.publicKey);
  const kid = createHash('sha256').update(`${x}.${y}`).digest('base64url').slice(0, 16);
  const publicJwk = { kty, crv, x, y, kid, alg: 'ES256', use: 'sig', key_ops: ['verify'] };
  const sealed = ring.encrypt(JSON.stringify(await exportJWK(pair.privateKey)), `signing_keys:${kid}`);
  return world.transact(async (tx) => {
    await tx.run(lockSigningKeys);
    const [live] = when === 'if none' ? await tx.run(selectLiveSigningKey) : [];
    if (live) return live.kid;
    await tx.run(insertSigningKey, [kid, storableJson(publicJwk), sealed, tx.now]);
    await tx.run(retireSigningKeys, [tx.now, kid]);
    return kid;
  });
}
