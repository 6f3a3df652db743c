import type { connectOnce } from '../../adapters/database/connect.js';

/** One connection to the database. */
export type Connection = Awaited<ReturnType<typeof connectOnce>>;

/** One thing looked at, in words that say what to do. `warn` does not stop Paydesk from running, `fail` does. */
export interface Finding {
  readonly check: string;
  readonly result: 'ok' | 'warn' | 'fail';
  readonly message: string;
}

export function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node's own errors of several addresses tried have no message.
  return error.message || ('code' in error ? String(error.code) : error.name);
}
