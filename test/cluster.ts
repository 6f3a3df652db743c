import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../src/adapters/database/embedded.js';
import { isAlive } from '../src/adapters/database/embedded/cluster.js';
import { stopPostmaster } from '../src/adapters/database/embedded/postmaster.js';
import { migrate } from '../src/adapters/database/migrate.js';

/** What a test needs to clone a database; travels to test processes in the environment. */
export interface ClusterFacts {
  url: string;
  ownerUrl: string;
  superuserUrl: string;
  /** Goes with the cluster; for what tests of a run share beside databases. */
  folder: string;
  /** Why the schema could not be laid: told to the tests that ask for a database. */
  failure?: string;
}

export const FACTS_SETTING = 'PAYDESK_TEST_CLUSTER';
const MEMORY = '/dev/shm';
const ROOM_BYTES = 3_000_000_000;
const PREFIX = 'paydesk-test-';

/** Nothing here survives a power cut, and nothing has to. */
const VOLATILE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '300',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** One PostgreSQL for a test run, in memory where there is a place for it, with the schema in database `paydesk`. */
export async function startTestCluster(): Promise<{ facts: ClusterFacts; stop(): Promise<void> }> {
  const base = roomInMemory() ? MEMORY : tmpdir();
  await removeAbandoned(base);
  const folder = mkdtempSync(join(base, PREFIX));
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'owner'), String(process.pid));
  const postgres = await openEmbedded({ root: join(folder, 'cluster'), settings: VOLATILE });
  const { url, ownerUrl, superuserUrl } = postgres;
  const facts: ClusterFacts = { url, ownerUrl, superuserUrl, folder };
  try {
    await migrate(ownerUrl, { runtimeUrl: url });
  } catch (error) {
    facts.failure = error instanceof Error ? error.message : String(error);
  }
  return {
    facts,
    async stop() {
      await postgres.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Containers often have 64 MB there, which a few databases fill. */
function roomInMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES;
}

/** Clusters of test runs that were killed. */
async function removeAbandoned(base: string): Promise<void> {
  for (const name of readdirSync(base).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(base, name);
    const owner = readNumber(join(folder, 'owner'));
    if (owner === undefined || isAlive(owner)) continue;
    const postmaster = readNumber(join(folder, 'cluster/data/postmaster.pid'));
    if (postmaster !== undefined && isAlive(postmaster)) await stopPostmaster(postmaster, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  }
}

function readNumber(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    // Not there, or another user's: not ours to remove.
    return undefined;
  }
}
