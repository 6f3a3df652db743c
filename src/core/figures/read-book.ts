import { businessSettings } from '../settings/index.js';
import type { Reader, World } from '../tx.js';
import { readBookPage } from './book-store.js';
import type { BillingMonth } from './figures.js';

/** What the book came to by month, as far as it was read: up to a seal, whose hash says that nothing before it changed. */
interface Read {
  readonly seq: bigint;
  readonly hash: string | null;
  readonly months: ReadonlyMap<string, BillingMonth>;
}

interface Kept {
  read: Read;
  /** One after another: whoever comes meanwhile has little left to read. */
  turn: Promise<unknown>;
}

const NOTHING: Read = { seq: 0n, hash: null, months: new Map() };
/** Seals of one statement: half a second on a machine with ten times too much to do. */
const PAGE = 10_000;
/** Pages of one turn of the schedule. */
const PAGES = 4;

/** One for each database of this process, and within it for each currency and zone. */
const keptByDatabase = new WeakMap<object, Map<string, Kept>>();

/**
 * What the book says of every month, in the business's currency and zone. What is sealed never changes: a process
 * reads it once, a page at a time, and from then on only what came since.
 */
export async function readBook(world: Pick<World, 'read'>): Promise<ReadonlyMap<string, BillingMonth>> {
  for (;;) {
    const months = await readOn(world.read, PAGES);
    if (months) return months;
  }
}

/** Reads on by some pages, so that nobody waits for it later. True: there is more. */
export async function readBookAhead(world: Pick<World, 'read'>): Promise<boolean> {
  return (await readOn(world.read, PAGES)) === null;
}

async function readOn(reader: Reader, pages: number): Promise<ReadonlyMap<string, BillingMonth> | null> {
  const { currency, time_zone: zone } = await businessSettings(reader);
  const kept = keptFor(reader.source, `${currency} ${zone}`);
  const mine = kept.turn.then(() => turn(kept, reader, { currency, zone }, pages));
  kept.turn = mine.catch(() => undefined); // told to whoever asked; the next one goes on from where it came to
  return mine;
}

/** The months with what waits for its seal; null when the pages did not suffice. */
async function turn(kept: Kept, reader: Reader, of: { currency: string; zone: string }, pages: number): Promise<ReadonlyMap<string, BillingMonth> | null> {
  for (let read = 0; read < pages; read += 1) {
    const { seq, hash, months } = kept.read;
    const page = await readBookPage(reader, { ...of, after: seq, most: PAGE });
    if (page.before !== hash) {
      // Another book, restored beneath us.
      kept.read = NOTHING;
      continue;
    }
    kept.read = { seq: page.seq, hash: page.hash, months: plus(months, page.sealed) };
    if (page.last) return plus(kept.read.months, page.waiting);
  }
  return null;
}

function plus(months: ReadonlyMap<string, BillingMonth>, more: readonly BillingMonth[]): ReadonlyMap<string, BillingMonth> {
  const sums = new Map(months);
  for (const one of more) {
    const { invoiced, revenue, received, recurring } = sums.get(one.month) ?? { invoiced: 0n, revenue: 0n, received: 0n, recurring: 0n };
    sums.set(one.month, { month: one.month, invoiced: invoiced + one.invoiced, revenue: revenue + one.revenue, received: received + one.received, recurring: recurring + one.recurring });
  }
  return sums;
}

function keptFor(source: object, key: string): Kept {
  const ofDatabase = keptByDatabase.get(source) ?? new Map<string, Kept>();
  keptByDatabase.set(source, ofDatabase);
  const kept = ofDatabase.get(key) ?? { read: NOTHING, turn: Promise.resolve() };
  ofDatabase.set(key, kept);
  return kept;
}
