import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectOnce } from './connect.js';
import { bootstrap, DATABASE, OWNER_ROLE, RUNTIME_ROLE } from './embedded/bootstrap.js';
import { ensureCluster, isAlive, readSecrets } from './embedded/cluster.js';
import { usableNatives, type Natives } from './embedded/natives.js';
import { describe, placeOf, type Place } from './embedded/place.js';
import { runningPostmaster, startPostmaster, stopPostmaster, type Postmaster } from './embedded/postmaster.js';

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
const WATCH_EVERY_MS = 200;

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
  let deaf = 0;
  for (let failures = 0; ; ) {
    const running = runningPostmaster(place);
    if (running?.ready) {
      if (await answers(running, password)) return running;
      // Ready by its file and yet silent for 5 s: an orphan that hangs.
      if ((deaf += 1) >= 20) await stopPostmaster(running.pid, 'SIGQUIT');
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

function watchPostmaster(pid: () => number, restart: () => Promise<void>) {
  const listeners = new Set<(up: boolean) => void>();
  let up = true;
  let stopped = false;
  let restarting: Promise<void> | undefined;
  const tell = (now: boolean) => {
    up = now;
    for (const listener of listeners) listener(now);
  };
  const revive = async () => {
    tell(false);
    while (!stopped) {
      try {
        await restart();
        return tell(true);
      } catch {
        // The disk may be full or memory short: whatever it is, the next try may succeed.
        await sleep(1_000);
      }
    }
  };
  const timer = setInterval(() => {
    if (!restarting && !isAlive(pid())) restarting = revive().finally(() => (restarting = undefined));
  }, WATCH_EVERY_MS);
  timer.unref();
  return {
    isUp: () => up && isAlive(pid()),
    onStateChange(listener: (up: boolean) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await restarting;
    },
  };
}

/** Each process that uses the server leaves its number, so that a short command does not stop a long-running one's. */
function register(place: Place): string {
  const folder = join(place.root, 'users');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, String(process.pid));
  writeFileSync(file, '');
  return file;
}

function otherUsers(place: Place): number[] {
  const folder = join(place.root, 'users');
  const pids = readdirSync(folder).map(Number);
  const [living, gone] = [pids.filter(isAlive), pids.filter((pid) => !isAlive(pid))];
  for (const pid of gone) rmSync(join(folder, String(pid)), { force: true });
  return living.filter((pid) => pid !== process.pid);
}
