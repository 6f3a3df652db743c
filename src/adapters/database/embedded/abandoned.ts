import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claims, describe, SYSTEM_FOLDER, type Place } from './place.js';
import { runningPostmaster, stopPostmaster } from './postmaster.js';
import { otherUsers } from './users.js';

const OWNER = 'data-folder';

/** Notes in a cluster of the system's folder whose it is. */
export function noteOwner(place: Place, dataFolder: string): void {
  if (place.root.startsWith(`${SYSTEM_FOLDER}/`)) writeFileSync(join(place.root, OWNER), dataFolder, { mode: 0o600 });
}

/**
 * Stops servers that nobody can reach any more: Paydesk was killed, and then its data folder deleted.
 * Their files stay: deleting books is for people.
 */
export async function stopAbandoned(): Promise<string[]> {
  const stopped: string[] = [];
  for (const name of existsSync(SYSTEM_FOLDER) ? readdirSync(SYSTEM_FOLDER) : []) {
    const place = describe(join(SYSTEM_FOLDER, name));
    const note = join(place.root, OWNER);
    if (!existsSync(note) || claims(readFileSync(note, 'utf8'), name)) continue;
    const running = otherUsers(place).length === 0 ? runningPostmaster(place) : undefined;
    if (!running) continue;
    await stopPostmaster(running.pid);
    stopped.push(place.root);
  }
  return stopped;
}
