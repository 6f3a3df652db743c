import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The partners' own API descriptions: PAYDESK_SPECS, else ../shared/specs beside the project. */
export const specsFolder = resolve(root, process.env['PAYDESK_SPECS'] ?? '../shared/specs');

/** The contract documents with their machine-readable form: PAYDESK_CONTRACTS, else ../shared/contracts. */
export const contractsFolder = resolve(root, process.env['PAYDESK_CONTRACTS'] ?? '../shared/contracts');

/** Why tests that need this folder skip, or undefined when it is there. Prints the reason once asked. */
export function missingPapers(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  const setting = folder === specsFolder ? 'PAYDESK_SPECS' : 'PAYDESK_CONTRACTS';
  const reason = `skipped: ${folder} is not there (set ${setting})`;
  process.stderr.write(`${reason}\n`);
  return reason;
}

/** Reads a JSON paper as the shape its reader knows. */
export function readPaper<Shape>(folder: string, name: string): Shape {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
