import type { Letterhead, MailData, MailExtras, MailTemplate, WriteLetter, WrittenLetter } from '../../core/ports/letters.js';
import { openThread } from '../answering-thread.js';

export interface LetterOrder {
  readonly template: MailTemplate;
  readonly data: MailData[MailTemplate];
  readonly extras: MailExtras;
  readonly head: Letterhead;
}

const PATIENCE_MS = 30_000;

const ask = openThread<LetterOrder, WrittenLetter>(new URL(import.meta.url.replace('write-letter', 'letter-thread')), PATIENCE_MS);

/**
 * Writes letters with React components, in a thread of its own: a letter takes 3 ms, which requests should not
 * wait for. One that fails is tried again later, like any that could not be sent.
 */
export const writeLetter: WriteLetter = (template, data, extras, head) => ask({ template, data, extras, head });
