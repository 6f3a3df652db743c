import { enqueue } from '../outbox/index.js';
import type { MailData, MailTemplate } from '../ports/letters.js';
import type { Tx } from '../tx.js';

export interface QueuedMail<T extends MailTemplate> {
  /** What caused it: an event's name, or the request id of something asked for by hand. */
  readonly occasion: string;
  readonly subjectId: string;
  /** One e-mail address. */
  readonly recipient: string;
  readonly data: MailData[T];
}

/** Puts a mail in the outbox: sent after the commit, once per occasion, subject and recipient. */
export function queueMail<T extends MailTemplate>(tx: Tx, template: T, mail: QueuedMail<T>): void {
  enqueue(tx, { channel: 'mail', template, ...mail, data: { ...mail.data } });
}
