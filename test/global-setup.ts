import { FACTS_SETTING, startTestCluster } from './cluster.js';
import { ownFolders } from './dist-folder.js';

/** Runs once for a vitest run, before any test process: they inherit the setting. */
export default async function setup(): Promise<() => Promise<void>> {
  const removeFolders = ownFolders();
  const cluster = await startTestCluster();
  process.env[FACTS_SETTING] = JSON.stringify(cluster.facts);
  return async () => {
    removeFolders();
    await cluster.stop();
  };
}
