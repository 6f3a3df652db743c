import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import type { Reader } from '../tx.js';
import type { ListHistory, PastDeed } from './history.js';
import { listEntryRows } from './list-store.js';

/** A page of what was done to a thing, latest first. Whether the caller may know is decided before. */
export async function listHistory(reader: Reader, { cursor, limit, ...of }: ListHistory): Promise<Page<PastDeed>> {
  const after = cursor === undefined ? undefined : placeIn(decodeCursor(cursor, 2));
  const rows = await listEntryRows(reader, { ...of, after, limit: limit + 1 });
  return toPage(rows, limit, (deed) => [deed.at.getTime(), deed.id]);
}

/** Beyond the year 9999 nothing was ever shown, and PostgreSQL takes other years than JavaScript. */
const LATEST = 253_402_300_799_999;

function placeIn([at, id]: (string | number)[]): { at: Date; id: string } {
  if (typeof at !== 'number' || !(at >= 0 && at <= LATEST) || typeof id !== 'string' || !isUuid(id)) throw new Failure('input_invalid', { field: 'cursor' });
  return { at: new Date(at), id };
}
