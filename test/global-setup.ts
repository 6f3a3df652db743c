import { FACTS_SETTING, startTestCluster } from './cluster.js';

/** Runs once for a vitest run, before any test process: they inherit the setting. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  process.env[FACTS_SETTING] = JSON.stringify(cluster.facts);
  return cluster.stop;
}
