import { loadConfig } from '../config.js';
import { releases, stopOnSignals } from './lifecycle.js';
import { settlePorts } from './ports.js';
import { print, startProgress } from './progress.js';
import { openService } from './service.js';

/** The server against a migrated database; in demo mode beside `paydesk sandbox`. */
export async function serve(): Promise<void> {
  const say = startProgress();
  const config = await settlePorts(loadConfig());
  const release = releases();
  stopOnSignals(() => release.run(), say);
  const { app } = await openService(config, say, release);
  const { url } = await app.listen();
  if (config.worker) await app.startWorker();
  print(`Paydesk (${config.mode}) listens on ${url}`);
}
