import { randomBytes } from 'node:crypto';
import { connectOnce } from '../src/adapters/database/connect.js';
import { FACTS_SETTING, startTestCluster, type ClusterFacts } from './cluster.js';

/** A database of one's own with the whole schema in it. */
export interface TestDatabase {
  name: string;
  /** As the running server connects: cannot alter the ledger. */
  url: string;
  /** As migrations and the worker connect. */
  ownerUrl: string;
  /** For planted corruption and broken guards. */
  superuserUrl: string;
  drop(): Promise<void>;
}

let own: Promise<ClusterFacts> | undefined;

/** Clones the migrated database (about 15 ms). A harness that runs outside vitest gets a cluster of its own, ended with the process. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const facts = await findCluster();
  if (facts.failure) throw new Error(`The schema of the test database could not be laid: ${facts.failure}`);
  return create(facts, 'TEMPLATE paydesk STRATEGY FILE_COPY');
}

/** An empty database with roles and rights but without schema, for tests of migrations and restores. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return create(await findCluster(), '');
}

async function create(facts: ClusterFacts, from: string): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asSuperuser(facts, `CREATE DATABASE ${name} OWNER paydesk_owner ${from}`);
  const at = (url: string) => url.replace('@/paydesk?', `@/${name}?`);
  return {
    name,
    url: at(facts.url),
    ownerUrl: at(facts.ownerUrl),
    superuserUrl: at(facts.superuserUrl),
    drop: () => asSuperuser(facts, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function findCluster(): Promise<ClusterFacts> {
  const inherited = process.env[FACTS_SETTING];
  if (inherited) return JSON.parse(inherited);
  own ??= startTestCluster().then((cluster) => {
    process.once('beforeExit', () => void cluster.stop());
    return cluster.facts;
  });
  return own;
}

async function asSuperuser(facts: ClusterFacts, statement: string): Promise<void> {
  const client = await connectOnce(facts.superuserUrl.replace('@/paydesk?', '@/postgres?'), 'paydesk test');
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
