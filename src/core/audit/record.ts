import { newId } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import type { AuditEntry } from './entry.js';
import { auditSink } from './store.js';

/** Keeps who did what in the audit log: written with the transaction, or not at all. */
export function record(tx: Tx, entry: AuditEntry): void {
  tx.collect(auditSink, { ...entry, id: newId() });
}
