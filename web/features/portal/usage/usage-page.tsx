import { Box, Paper, Stack } from '@mantine/core';
import { IconChartAreaLine } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useConfig, useMe } from '../../../app/session.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { PageHead } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { daysAsked, todayIn } from '../../../ui/usage/period.js';
import { PeriodPicker } from '../../../ui/usage/period-picker.js';
import { usageQuery } from '../../../ui/usage/usage-query.js';
import { UsageReport } from '../../../ui/usage/usage-report.js';
import { NoAccountBook } from '../no-account-book.js';

/** How people use the customer's app. */
export function UsagePage() {
  return useMe().customer ? <OwnUsage /> : <NoAccountBook title="Usage" />;
}

function OwnUsage() {
  const { business } = useConfig();
  const today = todayIn(business.time_zone);
  const period = useSearch({ from: '/signed-in/usage' });
  const navigate = useNavigate({ from: '/usage' });
  const usage = useQuery(usageQuery(daysAsked(period, today)));
  if (usage.data?.state === 'unconnected') {
    return (
      <>
        <PageHead title="Usage" />
        <Paper>
          <EmptyState icon={IconChartAreaLine} title="No app is connected">
            Once {business.name} connects your app with Google Analytics, you see here who uses it, how often, and what for.
          </EmptyState>
        </Paper>
      </>
    );
  }
  return (
    <>
      <PageHead title="Usage" note="Who uses your app, how often, and what for." />
      <Stack gap="lg">
        <PeriodPicker period={period} today={today} onChange={(search) => void navigate({ search, replace: true })} />
        {usage.isPending && <RowsSkeleton rows={8} />}
        {usage.isError && <ErrorState title="The figures could not be loaded" error={usage.error} onRetry={() => void usage.refetch()} />}
        {usage.data && !usage.isError && (
          <Box aria-busy={usage.isPlaceholderData} opacity={usage.isPlaceholderData ? 0.6 : 1}>
            <UsageReport usage={usage.data} />
          </Box>
        )}
      </Stack>
    </>
  );
}
