import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, chownSync, lstatSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './cluster.js';
import type { Natives } from './natives.js';
import type { Place } from './place.js';

/** A running postmaster, from its own pid file. */
export interface Postmaster {
  pid: number;
  socketFolder: string;
  ready: boolean;
}

const LOG_LIMIT_BYTES = 10_000_000;
const MIB = 1_048_576;

/** The postmaster of this cluster, or undefined. A pid file whose process is gone or someone else's is removed. */
export function runningPostmaster(place: Place): Postmaster | undefined {
  const file = join(place.data, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const pid = Number(lines[0]);
  // Still being written.
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!isAlive(pid) || !servesFolder(pid, place.data)) {
    rmSync(file, { force: true });
    return undefined;
  }
  return { pid, socketFolder: lines[4] || place.socketFolder, ready: lines[7]?.trim() === 'ready' };
}

/** Numbers are used again after a reboot: the process must work in this very folder. */
function servesFolder(pid: number, data: string): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === data;
    } catch {
      // Gone meanwhile, or of an account that may not be looked at: not ours.
      return false;
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(data);
}

/** Starts a postmaster that outlives this process's terminal, and waits until it accepts connections. */
export async function startPostmaster(place: Place, natives: Natives, settings: Record<string, string>): Promise<void> {
  prepareSocketFolder(place);
  const log = join(place.root, 'log', 'postgres.log');
  mkdirSync(join(place.root, 'log'), { recursive: true, mode: 0o700 });
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`);
  const from = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const out = openSync(log, 'a', 0o600);
  const flags = Object.entries({ ...baseSettings(place), ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(natives.postgres, ['-D', place.data, ...flags], {
    ...(place.account && { uid: place.account.uid, gid: place.account.gid }),
    cwd: '/',
    // Nothing of our own environment: it may hold keys.
    env: { LC_ALL: 'C', TZ: 'UTC' },
    // A pipe would break when this process is killed, and a terminal's Ctrl-C must reach us alone.
    stdio: ['ignore', out, out],
    detached: true,
  });
  closeSync(out);
  child.unref();
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended ??= `exit ${code ?? signal}`));
  while (!ended) {
    const running = runningPostmaster(place);
    if (running?.ready && running.pid === child.pid) return;
    await sleep(10);
  }
  throw new Error(`PostgreSQL did not start (${ended}): ${readFileSync(log, 'utf8').slice(from).trim().slice(-2_000)}`);
}

/** Asks a postmaster to end: fast, after 5 s immediate, after 10 s killed. */
export async function stopPostmaster(pid: number, first: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
  for (const signal of [first, 'SIGQUIT', 'SIGKILL'] as const) {
    signalIfAlive(pid, signal);
    for (let waited = 0; waited < 5_000; waited += 20) {
      if (!isAlive(pid)) return;
      await sleep(20);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) cannot be stopped.`);
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function prepareSocketFolder(place: Place): void {
  const folder = place.socketFolder;
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  const found = lstatSync(folder);
  const owner = place.account?.uid ?? process.getuid?.();
  if (place.account && found.uid === 0) chownSync(folder, place.account.uid, place.account.gid);
  else if (!found.isDirectory() || found.uid !== owner) throw new Error(`${folder} belongs to someone else.`);
}

function baseSettings(place: Place): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: place.socketFolder,
    unix_socket_permissions: '0700',
    port: '5432',
    max_connections: '100',
    shared_buffers: `${sharedBuffersMib()}MB`,
    wal_compression: 'pglz',
    max_wal_size: '1GB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Messages and statements carry customers' data; our own log says what failed.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
}

/** A sixteenth of the memory, between 64 MiB and 1 GiB. */
function sharedBuffersMib(): number {
  return Math.min(1024, Math.max(64, Math.round(totalmem() / MIB / 16)));
}
