import { loadConfig, type Config } from '../config.js';
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
  const logins = config.mode === 'demo' ? await prepareDemo(service, config, say) : [];
  print(welcome(config, url, logins));
}
