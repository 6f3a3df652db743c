import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The keys behind every secret at rest and every token we derive. The first key of the ring is used for
 * new things, all of them for reading: put a new key in front, re-encrypt, then drop the old one.
 */
export interface KeyRing {
  /** AES-256-GCM. `place` names the row the secret belongs to (`table:id`): moved elsewhere it does not open. */
  encrypt(plain: string, place: string): string;
  /** The text again; throws KeyRingError when the key is gone, the text was changed, or it belongs to another place. */
  decrypt(sealed: string, place: string): string;
  /** A MAC of 256 bits in base64url, the same for the same words; `purpose` keeps uses apart. */
  mac(purpose: string, text: string): string;
  /** Is `mac` the MAC of `text` under any key of the ring? In constant time per key. */
  verifyMac(purpose: string, text: string, mac: string): boolean;
}

/** A ring that cannot be used, or a secret that cannot be opened. Its message names no key material. */
export class KeyRingError extends Error {
  override name = 'KeyRingError';
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
  readonly macKeys: Map<string, Buffer>;
}

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Reads `kid:base64,kid:base64` (32 bytes each, newest first). Throws KeyRingError in plain words. */
export function parseKeyRing(text: string): KeyRing {
  const keys = text.split(',').map((part) => part.trim()).filter((part) => part !== '').map(parseKey);
  if (keys.length === 0) throw new KeyRingError('the key ring is empty: give kid:base64 with 32 bytes');
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new KeyRingError('the key ring names a key twice');
  const [newest] = keys as [Key, ...Key[]];
  return {
    encrypt: (plain, place) => encrypt(newest, plain, place),
    decrypt: (sealed, place) => decrypt(keys, sealed, place),
    mac: (purpose, words) => macOf(newest, purpose, words).toString('base64url'),
    verifyMac(purpose, words, mac) {
      const given = Buffer.from(mac, 'base64url');
      // The text must be the one spelling of these bytes, or a token would have several.
      if (given.toString('base64url') !== mac) return false;
      return keys.map((key) => macOf(key, purpose, words)).some((own) => own.length === given.length && timingSafeEqual(own, given));
    },
  };
}

/** A ring with one new key, as text for the configuration. */
export function generateKeyRing(keyId = 'k1'): string {
  return `${keyId}:${randomBytes(32).toString('base64')}`;
}

function parseKey(part: string): Key {
  const colon = part.indexOf(':');
  const id = part.slice(0, Math.max(colon, 0));
  const bytes = Buffer.from(part.slice(colon + 1), 'base64');
  if (!KEY_ID.test(id)) throw new KeyRingError('a key of the ring has no name: write kid:base64');
  if (bytes.length !== 32) throw new KeyRingError(`key ${id} has ${bytes.length} bytes instead of 32`);
  if (new Set(bytes).size < 8) throw new KeyRingError(`key ${id} is no random key`);
  return { id, bytes: derive(bytes, 'encrypt'), macKeys: new Map([['', derive(bytes, 'mac')]]) };
}

function derive(secret: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'paydesk', use, 32));
}

function encrypt(key: Key, plain: string, place: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `v1.${key.id}.${Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')}`;
}

function decrypt(keys: readonly Key[], sealed: string, place: string): string {
  const [version, id, packed] = sealed.split('.');
  const key = keys.find((candidate) => candidate.id === id);
  const bytes = Buffer.from(packed ?? '', 'base64url');
  if (version !== 'v1' || bytes.length < IV_BYTES + TAG_BYTES) throw new KeyRingError('not a sealed secret');
  if (!key) throw new KeyRingError(`key ${String(id).slice(0, 32)} is not in the ring`);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new KeyRingError('the secret was changed or belongs to another row', { cause });
  }
}

function macOf(key: Key, purpose: string, text: string): Buffer {
  const own = key.macKeys.get(purpose) ?? derive(key.macKeys.get('')!, purpose);
  key.macKeys.set(purpose, own);
  return createHmac('sha256', own).update(text).digest();
}
