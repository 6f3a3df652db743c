import { expect, it } from 'vitest';
import type { Reader } from '../tx.js';
import { cached, CACHE_SIZES, forgetCached, joinHints, readCacheFigures, readHint, resetCacheFigures } from './index.js';
import type { CacheName, Hint } from './index.js';

/** Caches hang on the database they are of; nothing else of a reader is used here. */
const reader = (): Reader => ({ source: {} }) as Reader;
const wanted = (owner: string, key: string, cache: CacheName = 'invoices') => ({ cache, owner, kind: 'invoice', key });

function counting<T>(value: T): { load: () => Promise<T>; times: () => number } {
  let times = 0;
  return { load: async () => { times += 1; return value; }, times: () => times };
}

it('are read once, and counted as they are', async () => {
  const db = reader();
  const one = counting('a');
  for (let i = 0; i < 4; i++) expect(await cached(db, wanted('c1', '1'), one.load)).toBe('a');
  expect(one.times()).toBe(1);
  expect(readCacheFigures(db)).toMatchObject({ hits: 3, misses: 1, sizes: { invoices: 1, jobs: 0 } });
  resetCacheFigures(db);
  expect(readCacheFigures(db)).toMatchObject({ hits: 0, misses: 0, sizes: { invoices: 1 } });
});

it('never mix customers, even under the same key', async () => {
  const db = reader();
  await cached(db, wanted('c1', 'same'), async () => 'first');
  expect(await cached(db, wanted('c2', 'same'), async () => 'second')).toBe('second');
  forgetCached(db, { forget: 'owners', owners: ['c1'] });
  expect(await cached(db, wanted('c2', 'same'), async () => 'third')).toBe('second');
  expect(await cached(db, wanted('c1', 'same'), async () => 'fourth')).toBe('fourth');
});

it('hold as many as the document says, the least used go first', async () => {
  const db = reader();
  for (const [cache, max] of Object.entries(CACHE_SIZES) as [CacheName, number][]) {
    for (let i = 0; i <= max; i++) await cached(db, wanted(`c${i}`, `${i}`, cache), async () => i);
    expect(readCacheFigures(db).sizes[cache]).toBe(max);
    expect(await cached(db, wanted('c0', '0', cache), async () => 'again')).toBe('again');
  }
});

it('forget by a literal beginning, never by an expression', async () => {
  const db = reader();
  const mail = (email: string) => ({ cache: 'customers' as const, owner: `id of ${email}`, kind: 'customer', key: email });
  for (const email of ['john@example.com', 'jane@example.com', 'j.hn@example.com']) await cached(db, mail(email), async () => email);
  forgetCached(db, { forget: 'pattern', pattern: 'customer:j.hn@' });
  expect(readCacheFigures(db).sizes.customers).toBe(2);
  for (const pattern of ['.*', 'customer:*', '^customer', '(a+)+$']) forgetCached(db, { forget: 'pattern', pattern });
  expect(readCacheFigures(db).sizes.customers).toBe(2);
  forgetCached(db, { forget: 'pattern', pattern: 'customer:' });
  expect(readCacheFigures(db).sizes.customers).toBe(0);
});

it('do not keep what was being read while its owner wrote, nor what failed', async () => {
  const db = reader();
  let finish: (value: string) => void = () => undefined;
  const slow = cached(db, wanted('c1', '1'), () => new Promise<string>((resolve) => { finish = resolve; }));
  forgetCached(db, { forget: 'owners', owners: ['c1'] });
  finish('old');
  expect(await slow).toBe('old');
  expect(await cached(db, wanted('c1', '1'), async () => 'new')).toBe('new');
  await expect(cached(db, wanted('c1', '2'), async () => { throw new Error('no'); })).rejects.toThrow('no');
  expect(await cached(db, wanted('c1', '2'), async () => 'now')).toBe('now');
});

it('of two processes forget together what either writes', async () => {
  const [here, there] = [reader(), reader()];
  const lines = [here, there].map((db, i) => joinHints(db, (hint) => lines[1 - i]!.hear(readHint(JSON.parse(JSON.stringify(hint)))!)));
  for (const line of lines) line.setConnected(true);
  const hints: Hint[] = [{ forget: 'all' }, { forget: 'pattern', pattern: 'invoice:1' }, { forget: 'owners', owners: ['c1'] }];
  for (const hint of hints) {
    for (const db of [here, there]) await cached(db, wanted('c1', '1'), async () => 'kept');
    forgetCached(here, hint);
    for (const db of [here, there]) expect(await cached(db, wanted('c1', '1'), async () => 'fresh')).toBe('fresh');
    forgetCached(here, { forget: 'all' });
  }
  lines[0]!.setConnected(false);
  expect(readCacheFigures(here).sizes.invoices).toBe(0);
});

it('take no hint but theirs', () => {
  for (const value of [null, 1, 'all', {}, { forget: 'x' }, { forget: 'pattern' }, { forget: 'owners', owners: [1] }, { forget: 'owners' }]) expect(readHint(value)).toBeNull();
});
