import type { DueMessage } from '../outbox/index.js';
import type { Reader } from '../tx.js';

/** Mails that carry a secret. */
export type LinkedTemplate = 'verify_email' | 'password_reset' | 'sign_in_code' | 'invitation' | 'change_email';

/** The full address of the button, and the digits that do the same when typed. */
export interface SecretLink {
  readonly link: string;
  readonly code: string;
}

/**
 * Makes the secrets inside a mail when it is sent (it is about the row's subject), so that they are kept
 * nowhere. Null: they are no longer wanted (already verified, account gone), and the mail is dropped.
 */
export type MakeLink = (message: DueMessage, reader: Reader) => Promise<SecretLink | null>;

/** The digits of a text message, made in the same way. */
export type MakeDigits = (message: DueMessage, reader: Reader) => Promise<string | null>;

export type MakeLinks = { readonly [T in LinkedTemplate]: MakeLink };
