import { Group, NativeSelect } from '@mantine/core';
import type { PaymentFilter } from '../../api.js';
import { useConfig } from '../../app/session.js';
import { OfCustomer } from '../customers/of-customer.js';
import { DownloadButton } from '../download-button.js';
import type { Audience } from '../invoices/audience.js';
import { ListPage } from '../list-page.js';
import { paymentFilters, readPaymentFilter } from './filter.js';
import { PaymentList } from './payment-list.js';

interface PaymentsListPageProps {
  audience: Audience;
  filter: PaymentFilter;
  onFilter: (filter: PaymentFilter, replace: boolean) => void;
}

/** Payments by year, to look through and to take along. */
export function PaymentsListPage({ audience, filter, onFilter }: PaymentsListPageProps) {
  const change = (part: Partial<Record<keyof PaymentFilter, string>>, replace = false) => onFilter(readPaymentFilter({ ...filter, ...part }), replace);
  return (
    <ListPage
      title="Payments"
      note={audience === 'business' && filter.customer_id && <OfCustomer customerId={filter.customer_id} onAll={() => change({ customer_id: '' })} />}
      actions={
        <Group gap="sm" align="flex-start">
          <YearChoice year={filter.year ?? ''} onYear={(year) => change({ year })} />
          {audience === 'customer' && (
            <DownloadButton kind="csv" href={`/api/payments/export${filter.year ? `?year=${filter.year}` : ''}`}>
              {filter.year ? `Export ${filter.year}` : 'Export all'} (CSV)
            </DownloadButton>
          )}
        </Group>
      }
      searchLabel="Search by invoice number"
      search={filter.search ?? ''}
      onSearch={(search) => change({ search }, true)}
      filters={paymentFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => change({ status })}
    >
      <PaymentList filter={filter} audience={audience} />
    </ListPage>
  );
}

const YEARS_BACK = 10;

function YearChoice({ year, onYear }: { year: string; onYear: (year: string) => void }) {
  const { business } = useConfig();
  const now = Number(new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone: business.time_zone }).format(new Date()));
  const years = Array.from({ length: YEARS_BACK }, (_, back) => String(now - back));
  const data = [{ value: '', label: 'Every year' }, ...[...new Set([...(year ? [year] : []), ...years])].map((value) => ({ value, label: value }))];
  return <NativeSelect aria-label="Year" size="sm" value={year} data={data} onChange={(event) => onYear(event.currentTarget.value)} />;
}
