import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listProposals, readProposal, type ProposalFilter } from '../../api-proposals.js';

export const proposalListQuery = (filter: ProposalFilter) =>
  infiniteQueryOptions({
    queryKey: ['proposals', filter],
    queryFn: ({ pageParam, signal }) => listProposals(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const proposalQuery = (id: string) => queryOptions({ queryKey: ['proposal', id], queryFn: ({ signal }) => readProposal(id, signal) });
