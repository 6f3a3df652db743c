import type { ReactNode } from 'react';
import type { Letterhead, MailData, MailExtras, MailTemplate } from '../../../core/ports/letters.js';
import { present } from '../../../kernel/assert.js';

/** What one mail says. Strings go into React as text, which escapes them. */
export interface Template<T extends MailTemplate> {
  subject(data: MailData[T], head: Letterhead): string;
  /** The line that mail programs show beside the subject. */
  preview(data: MailData[T], head: Letterhead): string;
  body(data: MailData[T], extras: MailExtras, head: Letterhead): ReactNode;
}

/** The secret address in a letter that makes no sense without it. */
export function linkOf(extras: MailExtras): string {
  return present(extras.link, 'this letter needs a link');
}
