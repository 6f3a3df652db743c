import type { Actor } from '../tx.js';

/** One line of the audit log. `details` hold facts without secrets: before and after, amounts, reasons. */
export interface AuditEntry {
  readonly actor: Actor;
  /** noun.verb in the past tense: payment.refunded, settings.changed. */
  readonly action: string;
  readonly resourceType: string;
  readonly resourceId: string | null;
  /** `success` unless said otherwise. */
  readonly outcome?: 'success' | 'failure';
  /** Plain JSON; bigints become decimal text. */
  readonly details?: Readonly<Record<string, unknown>>;
}
