import { Box, Paper, Stack } from '@mantine/core';
import { IconChartAreaLine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useConfig } from '../../../app/session.js';
import { BackLink } from '../../../ui/back-link.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import { daysAsked, todayIn } from '../../../ui/usage/period.js';
import { PeriodPicker } from '../../../ui/usage/period-picker.js';
import { usageQuery } from '../../../ui/usage/usage-query.js';
import { UsageReport } from '../../../ui/usage/usage-report.js';
import { SourceForm } from './source-form.js';

/** What a customer sees of his app, and which app that is. */
export function AdminUsagePage() {
  const { customerId } = useParams({ from: '/signed-in/admin/customers/$customerId/usage' });
  const period = useSearch({ from: '/signed-in/admin/customers/$customerId/usage' });
  const navigate = useNavigate({ from: '/admin/customers/$customerId/usage' });
  const today = todayIn(useConfig().business.time_zone);
  const wish = { customer_id: customerId, ...daysAsked(period, today) };
  const usage = useQuery(usageQuery(wish));
  if (usage.isError) return <ErrorState title="The figures could not be loaded" error={usage.error} onRetry={() => void usage.refetch()} />;
  if (usage.isPending) return <PageSkeleton />;
  const { data } = usage;
  const connected = data.state !== 'unconnected';
  return (
    <>
      <PageHead
        title={`Usage: ${data.customer.name}`}
        note="As the customer sees it."
        back={<BackLink to="/admin/customers/$customerId" params={{ customerId }}>The customer</BackLink>}
      />
      <Stack gap="lg">
        {connected && <PeriodPicker period={period} today={today} onChange={(search) => void navigate({ search, replace: true })} />}
        {connected ? (
          <Box aria-busy={usage.isPlaceholderData} opacity={usage.isPlaceholderData ? 0.6 : 1}>
            <UsageReport usage={data} />
          </Box>
        ) : (
          <Paper>
            <EmptyState icon={IconChartAreaLine} title="No app is connected">
              Name the customer’s app below, and its figures appear here and in the customer’s own account.
            </EmptyState>
          </Paper>
        )}
        {data.source && <SourceForm key={`${customerId} ${JSON.stringify(data.source)}`} customerId={customerId} source={data.source} />}
      </Stack>
    </>
  );
}
