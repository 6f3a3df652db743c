import { readSettings, saveSettings } from '../core/settings/index.js';
import { SYSTEM } from '../core/tx.js';
import { withApp } from './app.js';
import { print } from './progress.js';

/** Ends the safe mode of a restored copy: from here on mails leave, schedules run and processors are called. */
export async function resume(): Promise<void> {
  await withApp(async ({ app }) => {
    const { safe_mode: safe } = await readSettings(app.world.read);
    if (safe) await saveSettings(app.world, SYSTEM, { safe_mode: false });
    print(safe ? 'mail, schedules and processors are on' : 'nothing to do: they were on already');
  });
}
