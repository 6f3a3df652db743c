import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../src/adapters/database/embedded/cluster.js';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
/** The process of the run; test processes inherit it. They are ended too suddenly to tidy up themselves. */
const RUN_SETTING = 'PAYDESK_TEST_RUN';
const NAME = /^(?:planted|program)-.*-(\d+)-[^-]+$/;

/** Called once a run, before any test process. Gives what removes the run's folders, and those of runs that were killed. */
export function ownFolders(): () => void {
  process.env[RUN_SETTING] = String(process.pid);
  return () => {
    for (const name of existsSync(DIST) ? readdirSync(DIST) : []) {
      const run = Number(NAME.exec(name)?.[1]);
      if (run === process.pid || (run > 0 && !isAlive(run))) rmSync(join(DIST, name), { recursive: true, force: true });
    }
  };
}

/** A new folder beside the built server, from where migrations and packages are found as from there; gone with the run. */
export function folderInDist(kind: 'planted' | 'program', of: string): string {
  mkdirSync(DIST, { recursive: true });
  return mkdtempSync(join(DIST, `${kind}-${of}-${process.env[RUN_SETTING] ?? process.pid}-`));
}
