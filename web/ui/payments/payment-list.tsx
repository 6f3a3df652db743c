import { Paper } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { PaymentFilter } from '../../api.js';
import { EmptyState } from '../empty-state.js';
import type { Audience } from '../invoices/audience.js';
import { PagedList } from '../paged-list.js';
import { PaymentCards, PaymentTable } from './payment-rows.js';
import { paymentListQuery } from './queries.js';

interface PaymentListProps {
  filter: PaymentFilter;
  audience: Audience;
}

export function PaymentList({ filter, audience }: PaymentListProps) {
  const list = useInfiniteQuery(paymentListQuery(filter));
  const filtered = Boolean(filter.status ?? filter.search ?? filter.year ?? filter.customer_id);
  const empty = (
    <Paper>
      <EmptyState icon={IconReceipt} title={filtered ? 'Nothing matches' : 'No payments yet'}>
        {filtered ? 'Choose another year or filter, or search for an invoice number.' : 'Every payment appears here with its receipt.'}
      </EmptyState>
    </Paper>
  );
  return (
    <PagedList list={list} noun="payments" empty={empty}>
      {(items, narrow) => (narrow ? <PaymentCards items={items} audience={audience} /> : <PaymentTable items={items} audience={audience} />)}
    </PagedList>
  );
}
