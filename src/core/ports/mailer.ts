/** A rendered letter. `messageId` is ours and stays the same when the letter is sent again. */
export interface Letter {
  readonly messageId: string;
  readonly to: { name?: string; address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments?: readonly Attachment[];
}

export interface Attachment {
  readonly name: string;
  /** A media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The mail system will never take this letter: no such mailbox. Any other error means: try again. */
export class LetterRefused extends Error {
  override name = 'LetterRefused';
}

/** Hands a letter to the mail system; throws when it was not accepted, `LetterRefused` when it never will be. */
export interface Mailer {
  send(letter: Letter): Promise<void>;
  close(): Promise<void>;
}
