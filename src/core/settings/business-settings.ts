import type { Reader } from '../tx.js';
import { settingsFrom } from './settings.js';
import type { Settings } from './settings.js';
import { allSettings } from './store.js';

interface Kept {
  readonly until: number;
  readonly settings: Settings;
}

/** How long a process may go on with what it read: a change elsewhere acts within this time. */
const KEPT_MS = 1_000;

const keptByDatabase = new WeakMap<object, Kept>();

/**
 * The settings as of at most a second ago, from the cache of this process, inside a transaction or outside.
 * Hand it `world.read` or a `tx`.
 */
export async function businessSettings(reader: Reader): Promise<Settings> {
  const kept = keptByDatabase.get(reader.source);
  if (kept !== undefined && performance.now() < kept.until) return kept.settings;
  const settings = await readSettings(reader);
  keptByDatabase.set(reader.source, { until: performance.now() + KEPT_MS, settings });
  return settings;
}

/** The settings as they are now, past the cache; inside a transaction, as it sees them. */
export async function readSettings(reader: Reader): Promise<Settings> {
  return settingsFrom(await allSettings(reader));
}

/** Makes the next read of this process ask the database: call it after committing a change. */
export function forgetSettings(reader: Reader): void {
  keptByDatabase.delete(reader.source);
}
