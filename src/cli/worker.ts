import { loadConfig } from '../config.js';
import { releases, stopOnSignals } from './lifecycle.js';
import { print, startProgress } from './progress.js';
import { openService } from './service.js';

/** Schedules, retries and the mail queue, apart from the server (which then runs with WORKER=no). */
export async function worker(): Promise<void> {
  const say = startProgress();
  const config = loadConfig();
  const release = releases();
  stopOnSignals(() => release.run(), say);
  const { app } = await openService(config, say, release);
  await app.startWorker();
  print(`Paydesk worker (${config.mode}) runs`);
}
