import { loadConfig } from '../config.js';
import { assemble } from './assembly.js';
import { runUntilStopped } from './lifecycle.js';
import { print, startProgress } from './progress.js';

/** Schedules, retries and the mail queue, apart from the server (which then runs with WORKER=no). */
export async function worker(): Promise<void> {
  const say = startProgress();
  const config = loadConfig();
  await runUntilStopped(say, async (release) => {
    const { app } = await assemble(config, say, release);
    await app.startWorker();
    print(`Paydesk worker (${config.mode}) runs`);
  });
}
