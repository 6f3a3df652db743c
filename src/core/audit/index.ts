export { record } from './record.js';
export type { AuditEntry } from './entry.js';
