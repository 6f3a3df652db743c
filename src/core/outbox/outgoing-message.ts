export type Channel = 'mail' | 'sms' | 'job';

/** Something that leaves the house after the commit. Sent once per template, occasion, subject and recipient. */
export interface OutgoingMessage {
  readonly channel: Channel;
  /** Names the text of a mail, or the task of a job. */
  readonly template: string;
  /** What caused it: "payment.settled", a request id for something sent by hand. */
  readonly occasion: string;
  /** What it is about: the id of the payment, the user, ... */
  readonly subjectId: string;
  /** Address, phone number, or empty for a job. */
  readonly recipient: string;
  /** Plain values only: ids, names, amounts as decimal text with their currency. No secrets. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Not sent before this instant. */
  readonly notBefore?: Date;
}
