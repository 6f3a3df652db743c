import type { InvoiceSummary } from '../../wire.js';

/** The customer's list leads to paying, the business's to refunding. */
export type Audience = 'customer' | 'business';

/** Which rows are ticked, where several can be paid together. */
export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (invoice: InvoiceSummary) => void;
}
