import type { Config } from '../config.js';
import { readSettings, saveSettings } from '../core/settings/index.js';
import { SYSTEM, type World } from '../core/tx.js';

/** Marks a new database as demo or live, and refuses to mix: a demo's books never meet live keys. */
export async function markMode(world: World, config: Config): Promise<void> {
  const { mode } = await readSettings(world.read);
  if (mode === config.mode) return;
  if (mode !== 'unmarked') {
    throw new Error(`This database belongs to a ${mode} system, and the settings say ${config.mode}: use another DATABASE_URL or DATA_DIR, or set PAYDESK_MODE=${mode}.`);
  }
  await saveSettings(world, SYSTEM, { mode: config.mode });
}
