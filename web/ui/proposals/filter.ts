import type { ProposalFilter } from '../../api-proposals.js';
import type { Choice } from '../choices.js';
import { AN_ID, textIn, wordIn } from '../read-search.js';

export const customerProposalFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'sent', label: 'To decide' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'rejected', label: 'Declined' },
  { value: 'expired', label: 'Expired' },
];

export const businessProposalFilters: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'draft', label: 'Drafts' },
  { value: 'sent', label: 'Sent' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'rejected', label: 'Declined' },
  { value: 'expired', label: 'Expired' },
];

const known: readonly ProposalFilter['status'][] = ['draft', 'sent', 'accepted', 'rejected', 'expired'];

/** Reads the address; what it does not know is left out rather than sent. */
export const readProposalFilter = (search: Record<string, unknown>): ProposalFilter => ({
  ...wordIn(search, 'status', known), ...textIn(search, 'search'), ...textIn(search, 'customer_id', AN_ID),
});
