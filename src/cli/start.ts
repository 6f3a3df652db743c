import { loadConfig } from '../config.js';
import { releases, stopOnSignals } from './lifecycle.js';
import { settlePorts } from './ports.js';
import { columns, print, startProgress } from './progress.js';
import { openService } from './service.js';

/** Everything in one process tree; in demo mode with sandbox partners and demo data. Says where it is and who may sign in. */
export async function start(): Promise<void> {
  const say = startProgress();
  const config = await settlePorts(loadConfig());
  const release = releases();
  stopOnSignals(() => release.run(), say);
  const service = await openService(config, say, release, { migrate: true, ownSandbox: true });
  const { url } = await service.app.listen();
  say('the server answers');
  if (config.worker) await service.app.startWorker();
  const address = config.publicUrl ?? url;
  if (config.mode !== 'demo' || !service.sandbox) return print(`\nPaydesk is ready: ${address}/app\n`);
  const { loginTable, prepareDemo } = await import('./demo.js');
  const file = await prepareDemo(service, config, say, { baseUrl: url });
  say('ready');
  const places = columns([
    ['web app', `${address}/app`],
    ['mailbox', service.sandbox.mailbox.url],
    ['facts', file],
  ]);
  print(`\nPaydesk is ready (demo: no real money, no real mail)\n\n${places}\n\n${loginTable()}\n`);
}
