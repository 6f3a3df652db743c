import { LRUCache } from 'lru-cache';
import type { KeyRing } from '../../kernel/keyring.js';
import type { Clock } from '../ports/clock.js';
import type { World } from '../tx.js';
import { openHashing } from './hashing.js';
import type { Hashing } from './hashing.js';
import { openSigningKeys } from './signing-keys.js';
import type { SigningKeys } from './signing-keys.js';

export interface IdentityParts {
  readonly world: World;
  readonly keys: KeyRing;
  /** Where people reach us, without a slash at the end: the issuer of tokens is below it. */
  readonly publicUrl: string;
  /** Life of an access token in seconds; 3600 unless said, at most 86,400. */
  readonly accessTokenSeconds?: number;
  /** A session ends this many days after its last refresh; 30 unless said. */
  readonly sessionDays?: number;
  /** Of this machine: one stays free of password hashing. 2 unless said. */
  readonly cores?: number;
  /** What the clocks of people's telephones show: the real time, also where a demo's own clock is set ahead. The world's unless said. */
  readonly deviceClock?: Clock;
  /** The gate of another Identity of this process, to share it. */
  readonly hashing?: Hashing;
}

/** What a genuine access token says. */
export interface TokenClaims {
  /** The user's UUID or serial. */
  readonly subject: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** What every verb of identity that needs more than a transaction takes: opened once per process. */
export interface Identity {
  readonly world: World;
  readonly keys: KeyRing;
  readonly hashing: Hashing;
  readonly signing: SigningKeys;
  readonly deviceClock: Clock;
  readonly publicUrl: string;
  readonly accessTokenSeconds: number;
  readonly sessionMs: number;
  /** Tokens whose signature was checked before, by their SHA-256, until they end. */
  readonly verified: LRUCache<string, TokenClaims>;
}

const LONGEST_ACCESS_SECONDS = 86_400;
const VERIFIED_TOKENS = 20_000;

export function openIdentity(parts: IdentityParts): Identity {
  return {
    world: parts.world,
    keys: parts.keys,
    hashing: parts.hashing ?? openHashing(parts.cores ?? 2),
    signing: openSigningKeys(parts.world, parts.keys),
    deviceClock: parts.deviceClock ?? parts.world.clock,
    publicUrl: parts.publicUrl.replace(/\/+$/, ''),
    accessTokenSeconds: Math.min(parts.accessTokenSeconds ?? 3600, LONGEST_ACCESS_SECONDS),
    sessionMs: (parts.sessionDays ?? 30) * 86_400_000,
    verified: new LRUCache({ max: VERIFIED_TOKENS }),
  };
}
