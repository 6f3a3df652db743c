import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './cluster.js';
import type { Place } from './place.js';

/** Each process that uses the server leaves its number, so that a short command does not stop a long-running one's. */
export function register(place: Place): string {
  const folder = join(place.root, 'users');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, String(process.pid));
  writeFileSync(file, '');
  return file;
}

/** The living processes that use this server beside us. */
export function otherUsers(place: Place): number[] {
  const folder = join(place.root, 'users');
  const pids = readdirSync(folder).map(Number);
  const [living, gone] = [pids.filter(isAlive), pids.filter((pid) => !isAlive(pid))];
  for (const pid of gone) rmSync(join(folder, String(pid)), { force: true });
  return living.filter((pid) => pid !== process.pid);
}
