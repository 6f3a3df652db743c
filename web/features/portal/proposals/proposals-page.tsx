import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../../../app/session.js';
import { ListPage } from '../../../ui/list-page.js';
import { customerProposalFilters, readProposalFilter } from '../../../ui/proposals/filter.js';
import { ProposalList } from '../../../ui/proposals/proposal-list.js';
import { NoAccountBook } from '../no-account-book.js';

/** What this customer was offered. */
export function ProposalsPage() {
  return useMe().customer ? <Proposals /> : <NoAccountBook title="Offers" />;
}

function Proposals() {
  const filter = useSearch({ from: '/signed-in/proposals' });
  const navigate = useNavigate({ from: '/proposals' });
  return (
    <ListPage
      title="Offers"
      searchLabel="Search by title"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readProposalFilter({ ...old, search }), replace: true })}
      filters={customerProposalFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => readProposalFilter({ ...old, status }) })}
    >
      <ProposalList filter={filter} audience="customer" emptyText="When you are offered something, it appears here and you can accept or decline it." />
    </ListPage>
  );
}
