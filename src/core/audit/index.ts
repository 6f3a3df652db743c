export { listHistory } from './list-history.js';
export type { PastDeed } from './history.js';
export { record } from './record.js';
export type { AuditEntry } from './entry.js';
