import { Failure } from './failure.js';

export interface Page<T> {
  items: T[];
  /** Hand it back to get what follows; null on the last page. */
  nextCursor: string | null;
}

/** A cursor is the sort key of the last row shown: opaque to callers, checked on the way back. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key inside a cursor; `input_invalid` for anything not made by encodeCursor with `length` parts. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === length && key.every((k) => typeof k === 'string' || typeof k === 'number')) return key;
  } catch {
    // falls through: one answer for every malformed cursor
  }
  throw new Failure('input_invalid', { field: 'cursor' });
}

/** Cuts `rows` (asked for one more than `limit`) into a page. */
export function toPage<T>(rows: T[], limit: number, key: (row: T) => (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null };
}
