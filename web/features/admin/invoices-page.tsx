import { useNavigate, useSearch } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { ButtonLink } from '../../ui/links.js';
import { OfCustomer } from '../../ui/customers/of-customer.js';
import { ListPage } from '../../ui/list-page.js';
import { businessFilters, readInvoiceFilter } from '../../ui/invoices/filter.js';
import { InvoiceList } from '../../ui/invoices/invoice-list.js';

/** Every invoice of the business. */
export function AdminInvoicesPage() {
  const filter = useSearch({ from: '/signed-in/admin/invoices' });
  const navigate = useNavigate({ from: '/admin/invoices' });
  return (
    <ListPage
      title="Invoices"
      note={filter.customer_id && <OfCustomer customerId={filter.customer_id} onAll={() => void navigate({ search: (old) => readInvoiceFilter({ ...old, customer_id: undefined }) })} />}
      actions={
        <ButtonLink to="/admin/invoices/new" search={{ customer: filter.customer_id }} leftSection={<IconPlus size={18} aria-hidden />}>
          New invoice
        </ButtonLink>
      }
      searchLabel="Search by number or customer"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readInvoiceFilter({ ...old, search }), replace: true })}
      filters={businessFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => readInvoiceFilter({ ...old, status }) })}
    >
      <InvoiceList filter={filter} audience="business" emptyText="Invoices appear here as soon as the first one is written." />
    </ListPage>
  );
}
