import type { Reader } from '../tx.js';
import { entryName } from './cache.js';
import type { CacheName, Hint } from './cache.js';
import { createCaches } from './caches.js';
import type { CacheFigures, Caches } from './caches.js';
import type { TellOthers } from './hints.js';

interface Kept {
  readonly caches: Caches;
  tell: TellOthers | null;
}

/** One set of caches for each database of this process. */
const keptByDatabase = new WeakMap<object, Kept>();

export interface Wanted {
  readonly cache: CacheName;
  /** The customer whose it is, or BUSINESS. */
  readonly owner: string;
  /** What it is, and which: "invoice" and its id. */
  readonly kind: string;
  readonly key: string;
}

/** The cached value, or what `load` reads, which is then kept until its owner writes. Failures are not kept. */
export function cached<T>(reader: Reader, { cache, owner, kind, key }: Wanted, load: () => Promise<T>): Promise<T> {
  return keptFor(reader.source).caches.get(cache, owner, entryName(kind, key, owner), load);
}

/** Drops entries, here and in every process that listens. */
export function forgetCached(reader: Reader, hint: Hint): void {
  forgetEverywhere(reader.source, hint);
}

export function forgetEverywhere(source: object, hint: Hint): void {
  const { caches, tell } = keptFor(source);
  caches.forget(hint);
  tell?.(hint);
}

/** Sets hits and misses to zero. */
export function resetCacheFigures(reader: Reader): void {
  keptFor(reader.source).caches.resetFigures();
}

export function readCacheFigures(reader: Reader): CacheFigures {
  return keptFor(reader.source).caches.figures();
}

/** How this process's caches hear of others, and others of it. */
export interface HintLine {
  /** Another process wrote: forget here only. */
  hear(hint: Hint): void;
  /** Whether others can reach us at the moment; while they cannot, entries live two seconds only. */
  setConnected(connected: boolean): void;
}

/** Joins the caches of this database with those of other processes. */
export function joinHints(reader: Reader, tell: TellOthers): HintLine {
  const kept = keptFor(reader.source);
  kept.tell = tell;
  return { hear: (hint) => kept.caches.forget(hint), setConnected: (connected) => kept.caches.setTold(connected) };
}

function keptFor(source: object): Kept {
  const kept = keptByDatabase.get(source) ?? { caches: createCaches(), tell: null };
  keptByDatabase.set(source, kept);
  return kept;
}
