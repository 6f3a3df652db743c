import type { DueMessage } from '../outbox/index.js';
import type { Reader } from '../tx.js';

/** Mails whose button carries a secret. */
export type LinkedTemplate = 'verify_email' | 'password_reset';

/**
 * Makes the secret address inside a mail when it is sent (it is about the row's subject), so that it is kept
 * nowhere. Null: it is no longer wanted (already verified, account gone), and the mail is dropped.
 */
export type MakeLink = (message: DueMessage, reader: Reader) => Promise<string | null>;

export type MakeLinks = { readonly [T in LinkedTemplate]: MakeLink };
