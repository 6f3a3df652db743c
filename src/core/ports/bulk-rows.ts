/**
 * Runs one statement that reads without end, as the text PostgreSQL itself makes of the rows. Given when the first
 * bytes are there; the rest comes as fast as it is taken. Leaving off early, by `return()`, ends it at the database too.
 * `database_unavailable`, and whatever the database says, before the first byte or while reading.
 */
export type ReadBulk = (copyStatement: string) => Promise<AsyncIterableIterator<Uint8Array>>;
