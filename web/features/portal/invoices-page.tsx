import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../app/session.js';
import { ListPage } from '../../ui/list-page.js';
import { customerFilters, readInvoiceFilter } from '../../ui/invoices/filter.js';
import { InvoiceList } from '../../ui/invoices/invoice-list.js';
import type { InvoiceSummary } from '../../wire.js';
import { NoAccountBook } from './no-account-book.js';
import { PayBar } from './pay-bar.js';

/** What this customer was billed. */
export function InvoicesPage() {
  return useMe().customer ? <Invoices /> : <NoAccountBook title="Invoices" />;
}

function Invoices() {
  const filter = useSearch({ from: '/signed-in/invoices' });
  const navigate = useNavigate({ from: '/invoices' });
  const [chosen, setChosen] = useState<readonly InvoiceSummary[]>([]);
  const toggle = (invoice: InvoiceSummary) =>
    setChosen((old) => (old.some(({ id }) => id === invoice.id) ? old.filter(({ id }) => id !== invoice.id) : [...old, invoice]));
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
      <InvoiceList
        filter={filter}
        audience="customer"
        emptyText="When you are billed, the invoice appears here and you can pay it with a card."
        selection={{ ids: new Set(chosen.map(({ id }) => id)), toggle }}
      />
      {chosen.length > 0 && <PayBar chosen={chosen} onClear={() => setChosen([])} />}
    </ListPage>
  );
}
