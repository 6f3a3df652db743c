import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import type { Reader } from '../tx.js';
import { listPursuitRows } from './list-store.js';
import type { ListedPursuit, ListPursuits } from './list-wish.js';

/** A page of what is pursued, longest overdue first; what is paid, taken back or refunded is not there. */
export async function listPursuits(reader: Reader, wish: ListPursuits): Promise<Page<ListedPursuit>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const rows = await listPursuitRows(reader, { ...wish, after, limit: wish.limit + 1 });
  return toPage(rows, wish.limit, (row) => [row.dueDate, row.invoiceId]);
}
