import { queryOptions } from '@tanstack/react-query';
import { listProposals, readProposal, type ProposalFilter } from '../../api-proposals.js';
import { pagedQuery } from '../paged-query.js';

export const proposalListQuery = (filter: ProposalFilter) => pagedQuery(['proposals', filter], (cursor, signal) => listProposals(filter, cursor, signal));

export const proposalQuery = (id: string) => queryOptions({ queryKey: ['proposal', id], queryFn: ({ signal }) => readProposal(id, signal) });
