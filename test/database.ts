import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
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
  drop(): Promise<unknown>;
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

/**
 * Clones a database that `fill` made of the migrated one, once for all test processes of a run. `fill` must leave nobody
 * connected. What else it makes goes into the given folder, which is handed back each time.
 */
export async function cloneFilled(kind: string, fill: (database: TestDatabase, folder: string) => Promise<void>): Promise<{ database: TestDatabase; folder: string }> {
  const facts = await findCluster();
  const template = `filled_${kind}`;
  const folder = join(facts.folder, template);
  await onceAtATime(facts, template, async (superuser) => {
    if ((await superuser.query('SELECT FROM pg_database WHERE datname = $1', [template])).rowCount !== 0) return;
    const database = await cloneDatabase();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await fill(database, folder);
    await superuser.query(`ALTER DATABASE ${database.name} RENAME TO ${template}`);
  });
  return { database: await create(facts, `TEMPLATE ${template} STRATEGY FILE_COPY`), folder };
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

const asSuperuser = (facts: ClusterFacts, statement: string): Promise<unknown> => withSuperuser(facts, (client) => client.query(statement));

/** Test processes that ask for the same wait for each other. */
async function onceAtATime(facts: ClusterFacts, what: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  await withSuperuser(facts, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [what]);
    await work(client);
  });
}

async function withSuperuser<T>(facts: ClusterFacts, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectOnce(facts.superuserUrl.replace('@/paydesk?', '@/postgres?'), 'paydesk test');
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
