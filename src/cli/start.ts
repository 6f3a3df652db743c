import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig, type Config } from '../config.js';
import { readSettings } from '../core/settings/index.js';
import { assemble } from './assembly.js';
import { explain } from './explain.js';
import { runUntilStopped, type Releases } from './lifecycle.js';
import { settlePorts } from './ports.js';
import { columns, print, startProgress, type Say } from './progress.js';

/** Everything in one process tree; in demo mode with sandbox partners and demo data. Says where it is and who may sign in. */
export async function start(): Promise<void> {
  const say = startProgress();
  const config = calmOnTerminals(await settlePorts(loadConfig()));
  await runUntilStopped(say, async (release) => {
    const assembly = await assemble(config, say, release, { migrate: true, ownSandbox: true });
    const { safe_mode: restored } = await readSettings(assembly.app.world.read);
    const { url } = await assembly.app.listen();
    say('the server answers');
    if (config.worker) await assembly.app.startWorker();
    const address = config.publicUrl ?? url;
    if (restored) return print(`\nPaydesk is ready: ${address}/app\nThis is a restored copy: mail, schedules and processors are off until paydesk resume.\n`);
    if (config.mode !== 'demo' || !assembly.sandbox) return print(`\nPaydesk is ready: ${address}/app\n`);
    const { loginTable, prepareDemo } = await import('./demo.js');
    const file = await persistently(say, release, () => prepareDemo(assembly, config, say, { baseUrl: url }));
    if (release.begun()) return;
    say('ready');
    const places = columns([['web app', `${address}/app`], ['mailbox', assembly.sandbox.mailbox.url], ['facts', file ?? '(missing)']]);
    print(`\nPaydesk is ready (demo: no real money, no real mail)\n\n${places}\n\n${loginTable()}\n`);
  });
}

const DEMO_TRIES = 20;
const DEMO_PAUSE_MS = 1_000;

/** The server answers already: that the database or a partner was killed meanwhile must not end it. */
async function persistently(say: Say, release: Releases, work: () => Promise<string>): Promise<string | undefined> {
  for (let tries = 1; tries <= DEMO_TRIES; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (release.begun()) return undefined;
      say(`demo data: ${explain(error)}; trying again`);
      await sleep(DEMO_PAUSE_MS);
    }
  }
  say('demo data could not be made; paydesk demo tries again');
  return undefined;
}

/** A person at a terminal looks for the address and the logins; whoever collects logs gets every request. */
function calmOnTerminals(config: Config): Config {
  return config.mode === 'demo' && process.stdout.isTTY && !config.logLevelChosen ? { ...config, logLevel: 'warn' } : config;
}
