/** A short message to a telephone. `to` is a number in international form: + and digits. */
export interface TextMessage {
  readonly to: string;
  readonly body: string;
}

/** The number will never take this message. Any other error means: try again. */
export class TextRefused extends Error {
  override name = 'TextRefused';
}

/** Hands a message to the telephone network; throws when it was not accepted, `TextRefused` when it never will be. */
export interface Texter {
  send(message: TextMessage): Promise<void>;
}
