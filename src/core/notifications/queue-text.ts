import { enqueue } from '../outbox/index.js';
import type { Tx } from '../tx.js';

/** Text messages: digits only, made when they are sent. */
export type TextTemplate = 'sign_in_text' | 'confirm_phone_text';

export interface QueuedText {
  readonly occasion: string;
  readonly subjectId: string;
  /** A number in international form. */
  readonly recipient: string;
  readonly data: { readonly expires_in_minutes: number };
}

/** Puts a text message in the outbox: sent after the commit, once per occasion, subject and recipient. */
export function queueText(tx: Tx, template: TextTemplate, text: QueuedText): void {
  enqueue(tx, { channel: 'sms', template, ...text, data: { ...text.data } });
}
