export type RecurringKind = 'active' | 'paused' | 'all';

export interface ListRecurring {
  readonly kind: RecurringKind;
  /** Part of a customer's name or address. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
