import { LRUCache } from 'lru-cache';
import { CACHE_NAMES, CACHE_SIZES } from './cache.js';
import type { CacheName, Hint } from './cache.js';

/** How long an entry may be shown when no other process can tell us of its writes, and when they can. */
const ALONE_MS = 2_000;
const TOLD_MS = 60_000;

interface Entry {
  readonly owner: string;
  readonly value: unknown;
}

/** A load under way: what was forgotten meanwhile must not come back through it. */
interface Loading {
  readonly name: string;
  readonly owner: string;
  stale: boolean;
}

export interface CacheFigures {
  readonly sizes: Readonly<Record<CacheName, number>>;
  readonly hits: number;
  readonly misses: number;
}

/** The caches of one process over one database. */
export interface Caches {
  /** The entry, or what `load` gives, kept unless its owner was forgotten while it was loading. */
  get<T>(cache: CacheName, owner: string, name: string, load: () => Promise<T>): Promise<T>;
  /** Drops entries here; `hint` is what other processes are told by whoever calls. */
  forget(hint: Hint): void;
  resetFigures(): void;
  figures(): CacheFigures;
  /** Whether other processes tell us what they wrote. */
  setTold(told: boolean): void;
}

export function createCaches(): Caches {
  const owned = new Map<string, Set<string>>();
  const loading = new Set<Loading>();
  const caches = Object.fromEntries(CACHE_NAMES.map((cache) => [cache, new LRUCache<string, Entry>({
    max: CACHE_SIZES[cache],
    dispose: (entry, name) => leave(owned, entry.owner, `${cache} ${name}`),
  })])) as unknown as Record<CacheName, LRUCache<string, Entry>>;
  const count = { hits: 0, misses: 0 };
  let ttl = ALONE_MS;

  function keep(cache: CacheName, name: string, entry: Entry): void {
    caches[cache].set(name, entry, { ttl });
    const names = owned.get(entry.owner) ?? new Set();
    owned.set(entry.owner, names.add(`${cache} ${name}`));
  }

  const clearAll = (): void => CACHE_NAMES.forEach((cache) => caches[cache].clear());

  return {
    async get<T>(cache: CacheName, owner: string, name: string, load: () => Promise<T>): Promise<T> {
      const known = caches[cache].get(name);
      if (known !== undefined) {
        count.hits += 1;
        return known.value as T;
      }
      count.misses += 1;
      const mine: Loading = { name, owner, stale: false };
      loading.add(mine);
      try {
        const value = await load();
        if (!mine.stale) keep(cache, name, { owner, value });
        return value;
      } finally {
        loading.delete(mine);
      }
    },
    forget(hint) {
      for (const one of loading) one.stale ||= isMeant(hint, one);
      switch (hint.forget) {
        case 'all':
          return clearAll();
        case 'pattern':
          for (const cache of CACHE_NAMES) for (const name of [...caches[cache].keys()]) if (name.startsWith(hint.pattern)) caches[cache].delete(name);
          return;
        case 'owners':
          for (const owner of hint.owners) for (const place of [...(owned.get(owner) ?? [])]) remove(caches, place);
      }
    },
    resetFigures() {
      count.hits = 0;
      count.misses = 0;
    },
    figures() {
      for (const cache of CACHE_NAMES) caches[cache].purgeStale();
      const sizes = Object.fromEntries(CACHE_NAMES.map((cache) => [cache, caches[cache].size])) as Record<CacheName, number>;
      return { sizes, ...count };
    },
    setTold(told) {
      ttl = told ? TOLD_MS : ALONE_MS;
      // What was kept while nobody told us may be older than it looks.
      clearAll();
    },
  };
}

function isMeant(hint: Hint, { name, owner }: Loading): boolean {
  if (hint.forget === 'all') return true;
  return hint.forget === 'pattern' ? name.startsWith(hint.pattern) : hint.owners.includes(owner);
}

function remove(caches: Record<CacheName, LRUCache<string, Entry>>, place: string): void {
  const space = place.indexOf(' ');
  caches[place.slice(0, space) as CacheName].delete(place.slice(space + 1));
}

function leave(owned: Map<string, Set<string>>, owner: string, place: string): void {
  const names = owned.get(owner);
  names?.delete(place);
  if (names?.size === 0) owned.delete(owner);
}
