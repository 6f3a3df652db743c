export { retryPursuit, stopPursuit } from './change-pursuit.js';
export type { Retried } from './change-pursuit.js';
export { forgetCard, giveConsent, withdrawConsent } from './consent.js';
export type { GiveConsent } from './consent.js';
export { listPursuits } from './list-pursuits.js';
export type { ListedPursuit, ListPursuits } from './list-wish.js';
export { planPursuits, pursueInvoice, pursueInvoices } from './pursue-invoices.js';
export type { PursuitRun } from './pursue-invoices.js';
export { endPaidPursuits, endReversedPursuits, planRetries } from './record-charge.js';
