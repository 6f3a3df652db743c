export { record } from './record.js';
export type { AuditEntry } from './record.js';
