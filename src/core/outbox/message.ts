/** What an attempt to send came to. Throwing means: try again later. */
export type Delivery =
  | { readonly outcome: 'sent' }
  /** No longer true, or nobody to send it to: never sent, not an error. */
  | { readonly outcome: 'dropped'; readonly reason: string }
  /** Refused for good: trying again cannot help. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** A row of the outbox whose turn has come. */
export interface DueMessage {
  readonly id: string;
  readonly channel: string;
  readonly template: string;
  readonly occasion: string;
  readonly subjectId: string;
  readonly recipient: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Attempts that failed before this one. */
  readonly attempts: number;
  readonly createdAt: Date;
  /** The claim: marking the message takes effect only while the row still carries it. */
  readonly lease: Date;
}

/** Takes messages of one channel out of the house. Called outside any transaction. */
export type Carrier = (message: DueMessage) => Promise<Delivery>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WAITS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];

/** How long to wait after the `failures`-th failure, in milliseconds; null when it is time to give up. */
export function waitAfter(failures: number): number | null {
  return WAITS[failures - 1] ?? null;
}
