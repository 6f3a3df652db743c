import { Paper } from '@mantine/core';
import { IconAddressBookOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../../app/session.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ListPage } from '../../ui/list-page.js';
import { customerFilters, readInvoiceFilter } from '../../ui/invoices/filter.js';
import { InvoiceList } from '../../ui/invoices/invoice-list.js';
import { PageHead } from '../../ui/page.js';

/** What this customer was billed. */
export function InvoicesPage() {
  return useMe().customer ? <Invoices /> : <NoAccountBook />;
}

function NoAccountBook() {
  return (
    <>
      <PageHead title="Invoices" />
      <Paper>
        <EmptyState icon={IconAddressBookOff} title="No customer account yet">
          You are signed in, but the business has not linked a customer to your e-mail address. Once it bills you under this address, your
          invoices appear here.
        </EmptyState>
      </Paper>
    </>
  );
}

function Invoices() {
  const filter = useSearch({ from: '/signed-in/invoices' });
  const navigate = useNavigate({ from: '/invoices' });
  return (
    <ListPage
      title="Invoices"
      searchLabel="Search by number"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readInvoiceFilter({ ...old, search }), replace: true })}
      filters={customerFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => readInvoiceFilter({ ...old, status }) })}
    >
      <InvoiceList filter={filter} audience="customer" emptyText="When you are billed, the invoice appears here and you can pay it with a card." />
    </ListPage>
  );
}
