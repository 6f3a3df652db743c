import { loadConfig, type Config } from '../config.js';
import { assemble, type Assembly } from './assembly.js';
import { releases } from './lifecycle.js';
import { startProgress, type Say } from './progress.js';

/** Opens everything but the doors for a short command: the app is wired and does not listen. Closes it all afterwards. */
export async function withApp<T>(work: (assembly: Assembly, config: Config, say: Say) => Promise<T>): Promise<T> {
  const say = startProgress();
  // Standard output is for the command's result; what goes wrong is thrown and said on stderr.
  const config: Config = { ...loadConfig(), logLevel: 'silent' };
  const release = releases();
  try {
    return await work(await assemble(config, say, release), config, say);
  } finally {
    await release.run();
  }
}
