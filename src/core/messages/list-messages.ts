import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import type { Reader } from '../tx.js';
import type { Message } from './message.js';
import { listMessageRows } from './store.js';
import type { ListMessages } from './store.js';

/** Messages and answers, latest first. `input_invalid` for a foreign cursor. */
export async function listMessages(reader: Reader, wish: ListMessages): Promise<Page<Message>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const rows = await listMessageRows(reader, { ...wish, after, limit: wish.limit + 1 });
  return toPage(rows, wish.limit, (message) => [message.createdAt.getTime(), message.id]);
}
