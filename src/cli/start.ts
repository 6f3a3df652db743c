import { loadConfig, type Config } from '../config.js';
import { readSettings } from '../core/settings/index.js';
import { assemble } from './assembly.js';
import { noteOnAdmin } from './first-admin.js';
import { runUntilStopped } from './lifecycle.js';
import { settlePorts } from './ports.js';
import { columns, print, startProgress } from './progress.js';

/** Everything in one process tree; in demo mode with sandbox partners and demo data. Says where it is and who may sign in. */
export async function start(): Promise<void> {
  const say = startProgress();
  const config = calmOnTerminals(await settlePorts(loadConfig()));
  await runUntilStopped(say, async (release) => {
    const assembly = await assemble(config, say, release, { migrate: true, ownSandbox: true });
    const { safe_mode: restored } = await readSettings(assembly.app.world.read);
    const { url } = await assembly.app.listen();
    say('the server answers');
    const address = config.publicUrl ?? url;
    if (restored || config.mode !== 'demo' || !assembly.sandbox) {
      if (config.worker) await assembly.app.startWorker();
      return print(`\nPaydesk is ready: ${address}/app\n${restored ? RESTORED : ''}${await noteOnAdmin(config, assembly.app.world.read)}`);
    }
    const { loginTable, makeDemoData, persistently, writeDemoSamples } = await import('./demo.js');
    await persistently(say, release, () => makeDemoData(assembly, config, say));
    const file = await persistently(say, release, () => writeDemoSamples(assembly, config, url));
    // Not before: a payment that the demo makes in the past looks like a form left open for weeks, which the worker
    // closes. And the mails of a year are written while somebody already looks around.
    if (config.worker && !release.begun()) await assembly.app.startWorker();
    if (release.begun()) return;
    say('ready');
    const places = columns([['web app', `${address}/app`], ['mailbox', assembly.sandbox.mailbox.url], ['facts', file ?? '(missing)']]);
    print(`\nPaydesk is ready (demo: no real money, no real mail)\n\n${places}\n\n${loginTable()}\n`);
  });
}

const RESTORED = 'This is a restored copy: mail, schedules and processors are off until paydesk resume.\n';

/** A person at a terminal looks for the address and the logins; whoever collects logs gets every request. */
function calmOnTerminals(config: Config): Config {
  return config.mode === 'demo' && process.stdout.isTTY && !config.logLevelChosen ? { ...config, logLevel: 'warn' } : config;
}
