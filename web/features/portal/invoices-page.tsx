import { useNavigate, useSearch } from '@tanstack/react-router';
import { ListPage } from '../../ui/list-page.js';
import { customerFilters } from '../../ui/invoices/filter.js';
import { InvoiceList } from '../../ui/invoices/invoice-list.js';

/** What this customer was billed. */
export function InvoicesPage() {
  const filter = useSearch({ from: '/signed-in/invoices' });
  const navigate = useNavigate({ from: '/invoices' });
  return (
    <ListPage
      title="Invoices"
      searchLabel="Search by number"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => ({ ...old, search: search || undefined }), replace: true })}
      filters={customerFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => ({ ...old, status: status || undefined }) })}
    >
      <InvoiceList filter={filter} audience="customer" emptyText="When you are billed, the invoice appears here and you can pay it with a card." />
    </ListPage>
  );
}
