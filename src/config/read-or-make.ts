import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The content of a file that is made on first use, for its owner alone (0600). It appears whole and is
 * never replaced: two first starts at the same time end up with one content.
 */
export function readOrMake(file: string, make: () => string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const half = `${file}.${process.pid}`;
    writeFileSync(half, make(), { mode: 0o600 });
    try {
      linkSync(half, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(half, { force: true });
    }
  }
  return readFileSync(file, 'utf8');
}
