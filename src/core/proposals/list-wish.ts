import type { ProposalStatus } from './proposal.js';

/** What a list of offers is to show. */
export interface ListProposals {
  /** Only this customer's. */
  readonly customerId?: string | undefined;
  /** Without those that were never sent, or taken back. */
  readonly sentOnly: boolean;
  readonly status?: ProposalStatus | undefined;
  /** A part of a title, or of a customer's name or address. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Decides what is expired. */
  readonly now: Date;
}
