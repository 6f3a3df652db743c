import { statSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyRing } from '../kernel/keyring.js';
import { readOrMake } from './read-or-make.js';

/** The key file of a data folder, made on first use, readable by its owner alone. Throws when others can read it. */
export function readKeyFile(dataFolder: string): string {
  const file = join(dataFolder, 'keys');
  const text = readOrMake(file, () => `${generateKeyRing()}\n`);
  if (statSync(file).mode & 0o077) throw new Error(`${file} can be read by others: chmod 600 it.`);
  return text;
}
