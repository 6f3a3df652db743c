import { Paper } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { InvoiceFilter } from '../../api.js';
import { EmptyState } from '../empty-state.js';
import { PagedList } from '../paged-list.js';
import type { Audience, Selection } from './audience.js';
import { InvoiceCards } from './invoice-cards.js';
import { InvoiceTable } from './invoice-table.js';
import { invoiceListQuery } from './queries.js';

interface InvoiceListProps {
  filter: InvoiceFilter;
  audience: Audience;
  emptyText: string;
  /** Where several can be chosen and paid together. */
  selection?: Selection;
}

/** A table where there is room, two-line cards on a phone. */
export function InvoiceList({ filter, audience, emptyText, selection }: InvoiceListProps) {
  const list = useInfiniteQuery(invoiceListQuery(filter));
  return (
    <PagedList list={list} noun="invoices" empty={<NothingHere filtered={Boolean(filter.status ?? filter.search ?? filter.customer_id)} text={emptyText} />}>
      {(items, narrow) => {
        const Rows = narrow ? InvoiceCards : InvoiceTable;
        return <Rows items={items} audience={audience} selection={selection} />;
      }}
    </PagedList>
  );
}

function NothingHere({ filtered, text }: { filtered: boolean; text: string }) {
  return (
    <Paper>
      <EmptyState icon={IconFileInvoice} title={filtered ? 'Nothing matches' : 'No invoices yet'}>
        {filtered ? 'Choose another filter, or search for part of a number.' : text}
      </EmptyState>
    </Paper>
  );
}
