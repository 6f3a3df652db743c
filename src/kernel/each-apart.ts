import { isFailure } from './failure.js';

/** What was to be done about something, known by its id, and was not. */
export interface NotDone {
  readonly id: string;
  readonly error: unknown;
}

/**
 * Does `work` for each, one after the other. One that fails stops nobody behind it, whatever it failed of, and is
 * given back; only while nothing can work at all (the database is away, safe mode is on) is the failure thrown.
 */
export async function eachApart(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<NotDone[]> {
  const failed: NotDone[] = [];
  for (const id of ids) {
    try {
      await work(id);
    } catch (error) {
      if (isFailure(error) && error.kind === 'unavailable' && error.code !== 'database_busy') throw error;
      failed.push({ id, error });
    }
  }
  return failed;
}
