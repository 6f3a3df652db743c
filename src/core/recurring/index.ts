export type { BillPeriod } from './bill-period.js';
export { generateDueInvoices, generateRecurring } from './generate-recurring.js';
export type { RecurringRun } from './generate-recurring.js';
export { findRecurringOf, listRecurring } from './list-recurring.js';
export type { ListedRecurring } from './list-recurring.js';
export type { ListRecurring } from './list-wish.js';
export { leaveOutArchivedTime, pauseRecurring, resumeRecurring } from './pause-recurring.js';
