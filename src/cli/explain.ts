import { development } from '../config.js';

/** An error as text for a person; with NODE_ENV=development with its stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (development()) return error.stack ?? error.message;
  // Node's own errors of several addresses tried have no message.
  return error.message || ('code' in error ? String(error.code) : error.name);
}
