import { Paper, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { readMyBilling } from '../../../api.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { Money } from '../../../ui/money.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { MyBilling } from '../../../wire.js';

const standingQuery = queryOptions({ queryKey: ['standing'], queryFn: ({ signal }) => readMyBilling(signal) });

/** What was paid in all, and what comes by itself. */
export function Standing() {
  const { data: billing, error, refetch } = useQuery(standingQuery);
  if (error && !billing) return <ErrorState title="Your account could not be read" error={error} onRetry={() => void refetch()} />;
  if (!billing) return <RowsSkeleton rows={2} />;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="standing">
      <Title order={2} id="standing" fz="sm" fw={500} c="dimmed" mb={6}>
        Paid in all
      </Title>
      <Text fz="lg" fw={650}>
        <Money amount={billing.total_paid} currency={billing.currency} />
      </Text>
      <Text size="sm" c="dimmed">
        of <Money amount={billing.total_billed} currency={billing.currency} /> billed
      </Text>
      {billing.next_billing_date !== null && (
        <Text mt="sm">
          {feeOf(billing)} <Day value={billing.next_billing_date} />
        </Text>
      )}
    </Paper>
  );
}

function feeOf({ billing_settings: settings }: MyBilling) {
  if (settings.monthly_fee === 0) return 'Your next bill comes on';
  return (
    <>
      <Money amount={settings.monthly_fee} currency={settings.currency} fw={600} /> a month, the next bill comes on
    </>
  );
}
