import { Failure } from '../../kernel/failure.js';
import { isUuid } from '../../kernel/ids.js';
import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import { yearBounds } from '../../kernel/period.js';
import { businessSettings, numbersMeant } from '../settings/index.js';
import type { Reader } from '../tx.js';
import { listPaymentRows } from './list-store.js';
import type { ListedPayment, ListPayments } from './list-wish.js';

/** Beyond the year 9999 nothing was ever shown, and PostgreSQL takes other years than JavaScript. */
const LATEST = 253_402_300_799_999;

/** A page of payments, newest first. `input_invalid` for a cursor that is none. */
export async function listPayments(reader: Reader, wish: ListPayments): Promise<Page<ListedPayment>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  if (after && !isPlace(after)) throw new Failure('input_invalid', { field: 'cursor' });
  const settings = await businessSettings(reader);
  const bounds = wish.year === undefined ? undefined : yearBounds(settings.time_zone, wish.year);
  const rows = await listPaymentRows(reader, {
    ...wish, bounds, limit: wish.limit + 1, meant: wish.search ? numbersMeant(wish.search, settings) : undefined,
    after: after && { createdAt: new Date(Number(after[0])), id: String(after[1]) },
  });
  return toPage(rows, wish.limit, (row) => [row.createdAt.getTime(), row.id]);
}

function isPlace([createdAt, id]: (string | number)[]): boolean {
  return typeof createdAt === 'number' && createdAt >= 0 && createdAt <= LATEST && typeof id === 'string' && isUuid(id);
}
