export { billPeriod } from './bill-period.js';
export type { BillPeriod } from './bill-period.js';
export { generateDueInvoices, generateRecurring } from './generate-recurring.js';
export type { RecurringRun } from './generate-recurring.js';
export { findRecurringOf, listRecurring } from './list-recurring.js';
export type { ListedRecurring, ListRecurring, RecurringKind } from './list-recurring.js';
export { leaveOutArchivedTime, pauseRecurring, resumeRecurring } from './pause-recurring.js';
