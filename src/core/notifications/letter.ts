import type { MailData, MailExtras, MailTemplate } from './mails.js';

/** How the business presents itself in a letter. */
export interface Letterhead {
  readonly businessName: string;
  readonly logoUrl: string | null;
  readonly address: string;
  readonly supportEmail: string | null;
  readonly footer: string;
  readonly timeZone: string;
  /** Address of the web app, without a slash at the end. */
  readonly appUrl: string;
}

export interface WrittenLetter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Turns what a mail says into HTML and text. Everything in `data` is text to be escaped, never markup. */
export type WriteLetter = <T extends MailTemplate>(template: T, data: MailData[T], extras: MailExtras, head: Letterhead) => Promise<WrittenLetter>;
