import { loadConfig, type Config } from '../config.js';
import { assemble } from './assembly.js';
import { runUntilStopped } from './lifecycle.js';
import { settlePorts } from './ports.js';
import { columns, print, startProgress } from './progress.js';

/** Everything in one process tree; in demo mode with sandbox partners and demo data. Says where it is and who may sign in. */
export async function start(): Promise<void> {
  const say = startProgress();
  const config = calmOnTerminals(await settlePorts(loadConfig()));
  await runUntilStopped(say, async (release) => {
    const assembly = await assemble(config, say, release, { migrate: true, ownSandbox: true });
    const { url } = await assembly.app.listen();
    say('the server answers');
    if (config.worker) await assembly.app.startWorker();
    const address = config.publicUrl ?? url;
    if (config.mode !== 'demo' || !assembly.sandbox) return print(`\nPaydesk is ready: ${address}/app\n`);
    const { loginTable, prepareDemo } = await import('./demo.js');
    const file = await prepareDemo(assembly, config, say, { baseUrl: url });
    say('ready');
    const places = columns([
      ['web app', `${address}/app`],
      ['mailbox', assembly.sandbox.mailbox.url],
      ['facts', file],
    ]);
    print(`\nPaydesk is ready (demo: no real money, no real mail)\n\n${places}\n\n${loginTable()}\n`);
  });
}

/** A person at a terminal looks for the address and the logins; whoever collects logs gets every request. */
function calmOnTerminals(config: Config): Config {
  return config.mode === 'demo' && process.stdout.isTTY && !config.logLevelChosen ? { ...config, logLevel: 'warn' } : config;
}
