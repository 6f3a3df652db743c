import { Paper } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { customerBookFilters, readCustomerFilter } from '../../../ui/customers/filter.js';
import { customerListQuery } from '../../../ui/customers/queries.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ButtonLink } from '../../../ui/links.js';
import { ListPage } from '../../../ui/list-page.js';
import { PagedList } from '../../../ui/paged-list.js';
import { CustomerCards, CustomerTable } from './customer-rows.js';

/** The customer book: found by any name, company, address or number; the archive apart. */
export function CustomersPage() {
  const filter = useSearch({ from: '/signed-in/admin/customers' });
  const navigate = useNavigate({ from: '/admin/customers' });
  const list = useInfiniteQuery(customerListQuery(filter));
  const filtered = filter.status !== undefined || filter.search !== undefined;
  const empty = (
    <Paper>
      <EmptyState icon={IconUsers} title={filtered ? 'Nobody matches' : 'No customers yet'}>
        {filtered ? 'Choose another filter, or search for part of a name, a company, an e-mail address or a phone number.' : 'Customers appear here as soon as the first one is added.'}
      </EmptyState>
    </Paper>
  );
  return (
    <ListPage
      title="Customers"
      actions={
        <ButtonLink to="/admin/customers/new" leftSection={<IconPlus size={18} aria-hidden />}>
          New customer
        </ButtonLink>
      }
      searchLabel="Search name, e-mail or phone"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readCustomerFilter({ ...old, search }), replace: true })}
      filters={customerBookFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => readCustomerFilter({ ...old, status }) })}
    >
      <PagedList list={list} noun="customers" empty={empty}>
        {(items, narrow) => (narrow ? <CustomerCards items={items} /> : <CustomerTable items={items} />)}
      </PagedList>
    </ListPage>
  );
}
