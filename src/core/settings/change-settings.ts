import { Failure } from '../../kernel/failure.js';
import { storableJson } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { forgetSettings } from './business-settings.js';
import { isSettingKey, readSetting, settingsFrom } from './settings.js';
import type { Settings } from './settings.js';
import { hasPrices, lockSettings, writeAbsentSettings, writeSettings } from './store.js';
import type { SettingRow } from './store.js';

export type SettingChanges = { readonly [K in keyof Settings]?: Settings[K] };

/**
 * Changes settings and leaves one audit line with before and after of what really changed.
 * `input_invalid` names the first field that is unknown or breaks its rule; then nothing changes.
 * `currency_in_use`: prices and books in the old currency would stand beside new ones, added up by nobody.
 * Other readers see it after the commit, within a second, or at once after `forgetSettings`.
 */
export async function changeSettings(tx: Tx, actor: Actor, changes: SettingChanges): Promise<void> {
  const wanted = checked(changes);
  const before = settingsFrom(await lockSettings(tx, wanted.map((row) => row.key)));
  const changed = wanted.filter((row) => isSettingKey(row.key) && storableJson(before[row.key]) !== storableJson(row.value));
  if (changed.length === 0) return;
  if (changed.some((row) => row.key === 'currency') && (await hasPrices(tx))) throw new Failure('currency_in_use');
  await writeSettings(tx, changed, actor.userId);
  record(tx, {
    actor,
    action: 'settings.changed',
    resourceType: 'settings',
    resourceId: null,
    details: {
      before: Object.fromEntries(changed.map((row) => [row.key, isSettingKey(row.key) ? before[row.key] : null])),
      after: Object.fromEntries(changed.map((row) => [row.key, row.value])),
    },
  });
}

/** `changeSettings` in a transaction of its own, seen at once by this process. */
export async function saveSettings(world: World, actor: Actor, changes: SettingChanges): Promise<void> {
  await world.transact((tx) => changeSettings(tx, actor, changes));
  forgetSettings(world.read);
}

/** Gives settings their first value (from the configuration, from the demo) where they have none. Not audited. */
export async function seedSettings(tx: Tx, values: SettingChanges): Promise<void> {
  const rows = checked(values);
  if (rows.length > 0) await writeAbsentSettings(tx, rows);
}

function checked(changes: SettingChanges): SettingRow[] {
  return Object.entries(changes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      if (!isSettingKey(key)) throw new Failure('input_invalid', { field: key });
      return { key, value: readSetting(key, value) };
    });
}
