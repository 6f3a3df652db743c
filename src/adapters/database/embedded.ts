import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectOnce } from './connect.js';
import { noteOwner, stopAbandoned } from './embedded/abandoned.js';
import { isRoot } from './embedded/account.js';
import { bootstrap, DATABASE, OWNER_ROLE, RUNTIME_ROLE } from './embedded/bootstrap.js';
import { ensureCluster, isAlive, readSecrets } from './embedded/cluster.js';
import { usableNatives, type Natives } from './embedded/natives.js';
import { describe, placeOf, type Place } from './embedded/place.js';
import { runningPostmaster, startPostmaster, stopPostmaster, type Postmaster } from './embedded/postmaster.js';
import { otherUsers, register } from './embedded/users.js';
import { watchPostmaster } from './embedded/watch.js';

export interface EmbeddedOptions {
  /** The data folder decides where the cluster lives; `root` names the place itself (tests). */
  dataFolder?: string;
  root?: string;
  /** Settings of postgresql.conf on top of ours. */
  settings?: Record<string, string>;
  onProgress?: (text: string) => void;
}

/** PostgreSQL as a child that is watched and started again when it dies. */
export interface EmbeddedPostgres {
  /** For the server: a role that cannot alter the ledger. */
  url: string;
  /** For migrations and the worker: owner of the tables. */
  ownerUrl: string;
  /** For the launcher and for tests only. */
  superuserUrl: string;
  root: string;
  pid(): number;
  /** False from the moment the postmaster is missed until another accepts connections. */
  isUp(): boolean;
  /** Calls back on every change of isUp; returns the way to stop listening. */
  onStateChange(listener: (up: boolean) => void): () => void;
  /** Ends the watch, and the server too unless another process of ours uses it. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
}

const START_DEADLINE_MS = 120_000;
const PATIENCE_MS = 20_000;
const FAREWELL_MS = 1_000;

/**
 * Makes the cluster on first use, adopts a postmaster that a killed process has left, or starts
 * one. Needs no manual step after kill -9 of anything. Throws in plain words when it cannot.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const say = options.onProgress ?? (() => undefined);
  const place = findPlace(options);
  const natives = usableNatives(place.account, place.copies);
  if (!existsSync(place.data)) say('creating the database');
  ensureCluster(place, natives);
  if (options.dataFolder) noteOwner(place, options.dataFolder);
  if (options.dataFolder && isRoot()) for (const root of await stopAbandoned()) say(`stopped a server whose data folder is gone: ${root}`);
  const secrets = readSecrets(place);
  const settings = options.settings ?? {};
  let current = await ensureRunning(place, natives, settings, secrets.superuser);
  const folder = current.socketFolder;
  const urlAs = (role: string, password: string, database: string) => socketUrl(folder, role, password, database);
  await bootstrap(secrets, urlAs);
  const registration = register(place);
  const watch = watchPostmaster(() => current.pid, async () => {
    current = await ensureRunning({ ...place, socketFolder: folder }, natives, settings, secrets.superuser);
  });
  return {
    url: urlAs(RUNTIME_ROLE, secrets.app, DATABASE),
    ownerUrl: urlAs(OWNER_ROLE, secrets.owner, DATABASE),
    superuserUrl: urlAs('postgres', secrets.superuser, DATABASE),
    root: place.root,
    pid: () => current.pid,
    isUp: watch.isUp,
    onStateChange: watch.onStateChange,
    async stop(how = 'fast') {
      await watch.stop();
      rmSync(registration, { force: true });
      if (otherUsers(place).length > 0) return;
      if (how === 'fast' && isAlive(current.pid)) await farewell(urlAs('postgres', secrets.superuser, 'postgres'));
      if (isAlive(current.pid)) await stopPostmaster(current.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      if (!folder.startsWith(place.root)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findPlace(options: EmbeddedOptions): Place {
  if (options.root) return describe(options.root);
  if (options.dataFolder) return placeOf(options.dataFolder);
  throw new Error('openEmbedded needs a data folder');
}

function socketUrl(folder: string, role: string, password: string, database: string): string {
  return `postgres://${role}:${password}@/${database}?host=${encodeURIComponent(folder)}`;
}

/** Comes back with a postmaster that answers. Whoever starts it, PostgreSQL's own lock lets one win. */
async function ensureRunning(place: Place, natives: Natives, settings: Record<string, string>, password: string): Promise<Postmaster> {
  const deadline = Date.now() + START_DEADLINE_MS;
  let silentSince = 0;
  for (let failures = 0; ; ) {
    const running = runningPostmaster(place);
    if (running?.ready) {
      if (await answers(running, password)) return running;
      silentSince ||= Date.now();
      // Ready by its own file and yet silent: an orphan that hangs.
      if (Date.now() - silentSince > PATIENCE_MS) await stopPostmaster(running.pid, 'SIGQUIT');
    } else if (!running) {
      try {
        await startPostmaster(place, natives, settings);
        continue;
      } catch (error) {
        // The remains of a killed server (children, shared memory) take a moment to go.
        if ((failures += 1) >= 25) throw error;
      }
    }
    if (Date.now() > deadline) throw new Error(`PostgreSQL in ${place.data} was not ready within ${START_DEADLINE_MS / 1000} s.`);
    await sleep(running && !running.ready ? 20 : 200);
  }
}

async function answers(postmaster: Postmaster, password: string): Promise<boolean> {
  try {
    const client = await connectOnce(socketUrl(postmaster.socketFolder, 'postgres', password, 'postgres'), 'paydesk launcher');
    await client.end();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    // A wrong password will not heal by waiting.
    if (code === '28P01' || code === '28000') throw error;
    return false;
  }
}

/**
 * Waits up to a second for connections that are being closed: pools do not, and a goodbye of the server
 * that meets theirs would look like an accident to whoever no longer listens.
 */
async function farewell(url: string): Promise<void> {
  const client = await connectOnce(url, 'paydesk launcher').catch(() => undefined);
  // It is going or hanging anyway; stopping is what we are about to do.
  if (!client) return;
  try {
    for (const deadline = Date.now() + FAREWELL_MS; Date.now() < deadline; await sleep(20)) {
      const others = await client.query(`SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`);
      if (others.rowCount === 0) return;
    }
  } catch {
    // The same: it went by itself.
  } finally {
    await client.end().catch(() => undefined);
  }
}
