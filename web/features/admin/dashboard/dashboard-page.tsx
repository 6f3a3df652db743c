import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { statsQuery } from '../../../ui/customers/queries.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { FigureCards, type Figure } from '../../../ui/figure-cards.js';
import { TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Stats } from '../../../wire.js';
import { AgeingBars, MonthBars, RevenueBars } from './charts.js';

/** How the business stands, out of the books. */
export function DashboardPage() {
  const { data: stats, error, refetch } = useQuery(statsQuery);
  if (error && !stats) return <ErrorState title="The figures could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!stats) return <PageSkeleton />;
  return (
    <>
      <PageHead title="Overview" note="How the business stands, out of the books." />
      <Stack gap="lg">
        <FigureCards figures={figuresOf(stats)} roomy />
        <MonthBars stats={stats} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <RevenueBars stats={stats} />
          <AgeingBars stats={stats} />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          As of <Day value={stats.generated_at} time />.
        </Text>
      </Stack>
    </>
  );
}

function figuresOf(stats: Stats): Figure[] {
  const money = (amount: number) => <Money amount={amount} currency={stats.currency} />;
  const { pending, overdue, draft } = stats.invoices_by_status;
  const month = stats.months.at(-1);
  return [
    { name: 'Outstanding', value: money(stats.outstanding), note: <TextLink to="/admin/invoices" search={{ status: 'open' }}>{`${pending + overdue} open invoices`}</TextLink> },
    { name: 'Overdue', value: money(stats.overdue), note: <TextLink to="/admin/invoices" search={{ status: 'overdue' }}>{`${overdue} invoices`}</TextLink> },
    { name: 'Received this month', value: money(month?.received ?? 0), note: <>{money(month?.invoiced ?? 0)} billed</> },
    { name: 'Recurring each month', value: money(stats.monthly_recurring), note: 'Fees and accepted offers, without tax' },
    { name: 'Customers', value: stats.active_customers, note: <TextLink to="/admin/customers">{`active, of ${stats.total_customers}`}</TextLink> },
    { name: 'Drafts', value: draft, note: <TextLink to="/admin/invoices" search={{ status: 'draft' }}>not issued yet</TextLink> },
  ];
}
