import { loadConfig } from '../config.js';
import { assemble } from './assembly.js';
import { noteOnAdmin } from './first-admin.js';
import { runUntilStopped } from './lifecycle.js';
import { settlePorts } from './ports.js';
import { print, startProgress } from './progress.js';

/** The server against a migrated database; in demo mode beside `paydesk sandbox`. */
export async function serve(): Promise<void> {
  const say = startProgress();
  const config = await settlePorts(loadConfig());
  await runUntilStopped(say, async (release) => {
    const { app } = await assemble(config, say, release);
    const { url } = await app.listen();
    if (config.worker) await app.startWorker();
    print(`Paydesk (${config.mode}) listens on ${url}\n${await noteOnAdmin(config, app.world.read)}`.trimEnd());
  });
}
