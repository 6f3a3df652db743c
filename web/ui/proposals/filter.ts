import type { ProposalFilter } from '../../api-proposals.js';
import type { Filter } from '../list-page.js';

export const customerProposalFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'sent', label: 'To decide' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'rejected', label: 'Declined' },
  { value: 'expired', label: 'Expired' },
];

export const businessProposalFilters: readonly Filter[] = [
  { value: '', label: 'All' },
  { value: 'draft', label: 'Drafts' },
  { value: 'sent', label: 'Sent' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'rejected', label: 'Declined' },
  { value: 'expired', label: 'Expired' },
];

const known: readonly ProposalFilter['status'][] = ['draft', 'sent', 'accepted', 'rejected', 'expired'];

/** Reads the address; what it does not know is left out rather than sent. */
export function readProposalFilter(search: Record<string, unknown>): ProposalFilter {
  const status = known.find((word) => word === search['status']);
  // The router reads an all-digit search as a number.
  const text = typeof search['search'] === 'number' ? String(search['search']) : search['search'];
  return { ...(status ? { status } : {}), ...(typeof text === 'string' && text !== '' ? { search: text } : {}) };
}
