import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ButtonLink } from '../../../ui/links.js';
import { OfCustomer } from '../../../ui/customers/of-customer.js';
import { ListPage } from '../../../ui/list-page.js';
import { businessProposalFilters, readProposalFilter } from '../../../ui/proposals/filter.js';
import { ProposalList } from '../../../ui/proposals/proposal-list.js';

/** Every offer of the business. */
export function AdminProposalsPage() {
  const filter = useSearch({ from: '/signed-in/admin/proposals' });
  const navigate = useNavigate({ from: '/admin/proposals' });
  return (
    <ListPage
      title="Offers"
      note={filter.customer_id && <OfCustomer customerId={filter.customer_id} onAll={() => void navigate({ search: (old) => readProposalFilter({ ...old, customer_id: undefined }) })} />}
      actions={<ButtonLink to="/admin/proposals/new" search={{ customer: filter.customer_id }} leftSection={<IconPlus size={18} aria-hidden />}>New offer</ButtonLink>}
      searchLabel="Search by title or customer"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readProposalFilter({ ...old, search }), replace: true })}
      filters={businessProposalFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => readProposalFilter({ ...old, status }) })}
    >
      <ProposalList filter={filter} audience="business" emptyText="Offers appear here as soon as the first one is written." />
    </ListPage>
  );
}
