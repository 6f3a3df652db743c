import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyRing } from '../kernel/keyring.js';

/** The key file of a data folder, made on first use, readable by its owner alone. Throws when others can read it. */
export function readKeyFile(dataFolder: string): string {
  const file = join(dataFolder, 'keys');
  if (!existsSync(file)) generate(dataFolder, file);
  if (statSync(file).mode & 0o077) throw new Error(`${file} can be read by others: chmod 600 it.`);
  return readFileSync(file, 'utf8');
}

function generate(dataFolder: string, file: string): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const half = `${file}.${process.pid}`;
  writeFileSync(half, `${generateKeyRing()}\n`, { mode: 0o600 });
  try {
    // A link appears whole and never replaces: two first starts end up with one key.
    linkSync(half, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(half, { force: true });
  }
}
