import type { CustomerStatus } from './customer.js';

/** What a list of customers is to show; archived ones only when asked for, and then nothing else. */
export interface CustomerFilter {
  readonly status?: CustomerStatus | 'archived';
  /** A part of a name, a company, an e-mail address or a telephone number. */
  readonly search?: string;
}

export interface ListCustomers extends CustomerFilter {
  readonly cursor?: string;
  readonly limit: number;
}

export interface CountCustomers extends CustomerFilter {
  readonly offset: number;
  readonly limit: number;
}
