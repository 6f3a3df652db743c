import { newId } from '../../kernel/ids.js';
import type { Actor, Tx } from '../tx.js';
import { auditSink } from './store.js';

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

/** Keeps who did what in the audit log: written with the transaction, or not at all. */
export function record(tx: Tx, entry: AuditEntry): void {
  tx.collect(auditSink, { ...entry, id: newId() });
}
