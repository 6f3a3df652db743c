import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.js';
import { isNamed, someUnprivileged } from './account.js';
import type { Natives } from './natives.js';
import type { Place } from './place.js';
import { describe } from './place.js';

/** Passwords of one cluster: the superuser, who owns the tables (migrations), and who serves. */
export interface Secrets {
  superuser: string;
  owner: string;
  app: string;
}

/** Makes the cluster unless it is there. It appears whole or not at all, however this process ends. */
export function ensureCluster(place: Place, natives: Natives): void {
  if (existsSync(join(place.data, 'PG_VERSION'))) return;
  removeHalfMade(place.root);
  const half = describe(`${place.root}.new-${process.pid}`);
  const account = place.account;
  mkdirSync(dirname(place.root), { recursive: true, mode: account ? 0o755 : 0o700 });
  mkdirSync(half.root, { mode: 0o700 });
  const secrets: Secrets = { superuser: password(), owner: password(), app: password() };
  initdb(half, natives, account, secrets.superuser);
  writeFileSync(join(half.root, 'secrets.json'), `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  for (const folder of ['log', 'users', 'run']) mkdirSync(join(half.root, folder), { mode: 0o700 });
  if (account) {
    chownSync(half.root, account.uid, account.gid);
    chownSync(join(half.root, 'run'), account.uid, account.gid);
    if (account.namer) giveTo(half.data, account);
  }
  appear(half.root, place.root);
}

export function readSecrets(place: Place): Secrets {
  return JSON.parse(readFileSync(join(place.root, 'secrets.json'), 'utf8'));
}

function password(): string {
  return randomBytes(24).toString('base64url');
}

function initdb(half: Place, natives: Natives, account: Account | undefined, superuser: string): void {
  const runner = account?.namer ?? account;
  const passwordFile = join(half.root, 'password');
  mkdirSync(half.data, { mode: 0o700 });
  writeFileSync(passwordFile, `${superuser}\n`, { mode: 0o600 });
  if (runner) for (const path of [half.root, half.data, passwordFile]) chownSync(path, runner.uid, runner.gid);
  if (account && !account.namer && !isNamed(account.uid)) throw new Error(NO_NAME);
  const command = [natives.initdb, `--pgdata=${half.data}`, `--pwfile=${passwordFile}`, ...INITDB];
  let run = execute(command, runner);
  if (/could not look up effective user ID/.test(run.stderr)) run = execute([...borrowedName(), ...command], runner);
  rmSync(passwordFile, { force: true });
  if (run.status === 0) return;
  rmSync(half.root, { recursive: true, force: true });
  const reason = (run.stderr || run.error?.message || `exit ${run.status}`).trim();
  throw new Error(`The database could not be created (initdb): ${reason}`);
}

const INITDB = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
];

const NO_NAME =
  'PostgreSQL cannot be created by root on a system where no other account has a name: add one, or set DATABASE_URL.';

function execute(command: string[], runner: { uid: number; gid: number } | undefined) {
  return spawnSync(command[0] ?? '', command.slice(1), {
    ...(runner && { uid: runner.uid, gid: runner.gid }),
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    encoding: 'utf8',
  });
}

/** A user without a name (a container run under a bare number) takes one in a user namespace, for initdb only. */
function borrowedName(): string[] {
  const named = someUnprivileged();
  return named ? ['unshare', '--user', `--map-user=${named.uid}`] : [];
}

function giveTo(path: string, account: Account): void {
  lchownSync(path, account.uid, account.gid);
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    lchownSync(join(entry.parentPath, entry.name), account.uid, account.gid);
  }
}

/** What an initialisation that was killed has left. Those of living processes stay. */
function removeHalfMade(root: string): void {
  const folder = dirname(root);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(`${basename(root)}.new-`) ? Number(name.split('-').pop()) : 0;
    if (pid && (pid === process.pid || !isAlive(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function appear(half: string, root: string): void {
  try {
    renameSync(half, root);
  } catch (error) {
    // Another first start was quicker: its cluster is as good.
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(join(root, 'data', 'PG_VERSION'))) throw error;
  }
  chmodSync(root, 0o700);
}

/** True when a process of this number lives, whoever owns it. One that ended unmourned (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    // Gone between the two looks.
    return true;
  }
}
