import { readFileSync } from 'node:fs';

/**
 * The account PostgreSQL runs under. `namer` is set when `uid` has no name in the system's
 * passwd: initdb, which insists on a name, then runs under the namer and the files change owner.
 */
export interface Account {
  uid: number;
  gid: number;
  namer?: { uid: number; gid: number };
}

interface PasswdEntry {
  name: string;
  uid: number;
  gid: number;
}

/** A number no distribution hands out, so that the files belong to nobody else's programs. */
const NAMELESS_ID = 57_432;

/** True when this process is root, under whom PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The account for a new cluster made by root: `postgres`, else a nameless number of our own. */
export function accountForNewCluster(passwd = readPasswd()): Account {
  const postgres = passwd.find((entry) => entry.name === 'postgres' && entry.uid !== 0);
  return postgres ? { uid: postgres.uid, gid: postgres.gid } : accountOf(NAMELESS_ID, NAMELESS_ID, passwd);
}

/** The account for an existing cluster: whoever owns its files. */
export function accountOf(uid: number, gid: number, passwd = readPasswd()): Account {
  if (passwd.some((entry) => entry.uid === uid)) return { uid, gid };
  const namer = someUnprivileged(passwd);
  return { uid, gid, namer: namer && { uid: namer.uid, gid: namer.gid } };
}

/** Any named account that is not root; `nobody` first. */
export function someUnprivileged(passwd = readPasswd()): PasswdEntry | undefined {
  return passwd.find((entry) => entry.name === 'nobody' && entry.uid > 0) ?? passwd.find((entry) => entry.uid > 0);
}

/** True when the passwd file names this uid; accounts of a directory service count as unnamed here. */
export function isNamed(uid: number, passwd = readPasswd()): boolean {
  return passwd.some((entry) => entry.uid === uid);
}

function readPasswd(): PasswdEntry[] {
  let text: string;
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch (error) {
    // A container without accounts: treated as a file without lines.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
