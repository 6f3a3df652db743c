import { present } from '../../kernel/assert.js';
import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { findCustomer } from '../customers/index.js';
import { queueMail } from '../notifications/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Message } from './message.js';
import { findMessage, insertMessage } from './store.js';
import type { NewMessageRow } from './store.js';

interface Author {
  readonly userId: string;
  readonly name: string;
}

/** A customer writes to us. `input_invalid` with the field. */
export async function writeMessage(tx: Tx, wish: { readonly customerId: string; readonly author: Author; readonly subject: string; readonly body: string; readonly actor: Actor }): Promise<Message> {
  return add(tx, {
    customerId: wish.customerId, authorId: wish.author.userId, fromStaff: false, replyTo: null,
    subject: line(wish.subject, 'subject', 200), body: lines(wish.body),
  }, wish.actor);
}

/** We answer a customer's message, who gets the answer by mail. `message_not_found`, `input_invalid` with the field. */
export async function replyToMessage(tx: Tx, wish: { readonly messageId: string; readonly author: Author; readonly body: string; readonly actor: Actor }): Promise<Message> {
  const asked = await findMessage(tx, wish.messageId);
  if (!asked) throw new Failure('message_not_found');
  const { customerId, subject } = asked;
  const reply = await add(tx, { customerId, authorId: wish.author.userId, fromStaff: true, replyTo: asked.id, subject, body: lines(wish.body) }, wish.actor);
  const customer = present(await findCustomer(tx, customerId), 'a customer is never deleted');
  if (!customer.archivedAt) {
    queueMail(tx, 'message_reply', {
      occasion: reply.id, subjectId: asked.id, recipient: customer.email,
      data: { name: customer.name, subject, staff_name: wish.author.name, reply_text: reply.body },
    });
  }
  return reply;
}

async function add(tx: Tx, row: Omit<NewMessageRow, 'id'>, actor: Actor): Promise<Message> {
  const id = newId(tx.now.getTime());
  await insertMessage(tx, { id, ...row });
  record(tx, { actor, action: row.fromStaff ? 'message.answered' : 'message.written', resourceType: 'message', resourceId: id });
  touch(tx, row.customerId);
  return present(await findMessage(tx, id), 'the message is there');
}

function line(text: string, field: string, most: number): string {
  const kept = storableText(text).replace(/\p{Cc}+/gu, ' ').trim();
  if (kept === '' || kept.length > most) throw new Failure('input_invalid', { field });
  return kept;
}

function lines(text: string): string {
  const kept = storableText(text).replace(/\r\n?/g, '\n').trim();
  if (kept === '' || kept.length > 10_000) throw new Failure('input_invalid', { field: 'body' });
  return kept;
}
