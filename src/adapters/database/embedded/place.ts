import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readOrMake } from '../../../config/read-or-make.js';
import { accountForNewCluster, accountOf, isRoot, type Account } from './account.js';

/** Where a cluster lives. `root` holds `data` (the cluster), `secrets.json`, `log`, `users` and, when short enough, `run`. */
export interface Place {
  root: string;
  data: string;
  socketFolder: string;
  /** Where the programs may be copied to. */
  copies: string;
  /** Undefined: PostgreSQL runs as the user of this process. */
  account?: Account;
}

/** The system's folder for clusters that root starts: the account must reach it, and homes are private. */
export const SYSTEM_FOLDER = '/var/lib/paydesk';

const LONGEST_SOCKET_PATH = 103;
/** In the data folder: which of the system's clusters is its own. */
const MARK = 'cluster';

/** Decides where the cluster of a data folder lives, or will live, and under which account. */
export function placeOf(dataFolder: string): Place {
  const beside = join(dataFolder, 'postgres');
  if (!isRoot() || existsSync(join(beside, 'data'))) return describe(beside, dataFolder);
  return describe(join(SYSTEM_FOLDER, clusterName(dataFolder)), SYSTEM_FOLDER);
}

/** The place of a cluster in a folder given by name. */
export function describe(root: string, copies = dirname(root)): Place {
  const data = join(root, 'data');
  return { root, data, copies, socketFolder: socketFolderOf(root), account: isRoot() ? accountFor(data) : undefined };
}

function accountFor(data: string): Account {
  const owner = statSync(data, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? accountOf(owner.uid, owner.gid) : accountForNewCluster();
}

/** A socket's path may have 103 characters on the narrowest system; deep folders get one under the temporary folder. */
function socketFolderOf(root: string): string {
  const near = join(root, 'run');
  if (join(near, '.s.PGSQL.5432').length <= LONGEST_SOCKET_PATH) return near;
  return join(tmpdir(), `paydesk-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
}

/**
 * A name from the data folder's path and a random mark inside it: a copy of the folder, or a new
 * folder at an old path, must not open the other's books.
 */
function clusterName(dataFolder: string): string {
  const file = join(dataFolder, MARK);
  const mark = readMark(readOrMake(file, () => newMark(dataFolder)));
  if (movedOrSame(mark.path, dataFolder, file)) return mark.name;
  rmSync(file);
  return readMark(readOrMake(file, () => newMark(dataFolder))).name;
}

interface Mark {
  path: string;
  name: string;
}

function newMark(dataFolder: string): string {
  const mark: Mark = { path: realpathSync(dataFolder), name: randomBytes(8).toString('hex') };
  return `${JSON.stringify(mark)}\n`;
}

function readMark(text: string): Mark {
  return JSON.parse(text);
}

/** Does this data folder still say that the cluster of this name is its own? */
export function claims(dataFolder: string, name: string): boolean {
  const file = join(dataFolder, MARK);
  return existsSync(file) && readMark(readFileSync(file, 'utf8')).name === name;
}

/** False when the folder the mark was made for is still there beside us: this one is a copy. */
function movedOrSame(markedPath: string, dataFolder: string, file: string): boolean {
  const here = realpathSync(dataFolder);
  if (markedPath === here) return true;
  const elsewhere = join(markedPath, MARK);
  return !existsSync(elsewhere) || readFileSync(elsewhere, 'utf8') !== readFileSync(file, 'utf8');
}
