export { RETRY_DAYS } from './plan.js';
export type { CollectionPlan, PlanState } from './plan.js';
export { planPursuits, pursueInvoice, pursueInvoices } from './pursue-invoices.js';
export type { PursuitRun } from './pursue-invoices.js';
export { endPaidPursuits, endReversedPursuits, planRetries } from './record-charge.js';
