import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMe } from '../../../app/session.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { PageHead } from '../../../ui/page.js';
import { rewardsQuery } from '../../../ui/rewards/queries.js';
import { PageSkeleton, RowsSkeleton } from '../../../ui/skeletons.js';
import { NoAccountBook } from '../no-account-book.js';
import { PointsHistory } from './points-history.js';
import { pointsQuery } from './queries.js';
import { RewardCard } from './reward-card.js';
import classes from './rewards.module.css';
import { TakenRewards } from './taken-rewards.js';

/** Points, what they buy, and how they came. */
export function RewardsPage() {
  const { customer } = useMe();
  return customer ? <Rewards customerId={customer.id} /> : <NoAccountBook title="Rewards" />;
}

function Rewards({ customerId }: { customerId: string }) {
  const points = useInfiniteQuery(pointsQuery);
  const summary = points.data?.pages[0];
  if (points.isError && !summary) return <ErrorState title="Your points could not be loaded" error={points.error} onRetry={() => void points.refetch()} />;
  if (!summary) return <PageSkeleton />;
  return (
    <>
      <PageHead title="Rewards" note="What your payments have earned, and what it buys." />
      <Stack gap="xl">
        <section className={classes['balance']} aria-label="Balance">
          <Text size="sm">You have</Text>
          <Text fz={40} fw={700} lh={1.15} data-testid="points-balance">
            {summary.balance.toLocaleString('en-US')} points
          </Text>
          {summary.expiring && (
            <Text size="sm">
              {summary.expiring.points.toLocaleString('en-US')} of them expire after <Day value={summary.expiring.last_day} />
            </Text>
          )}
        </section>
        <Catalogue balance={summary.balance} />
        <TakenRewards customerId={customerId} />
        <section aria-labelledby="history">
          <Title order={2} id="history" mb="sm">
            How they came and went
          </Title>
          <PointsHistory />
        </section>
      </Stack>
    </>
  );
}

function Catalogue({ balance }: { balance: number }) {
  const rewards = useQuery(rewardsQuery);
  if (rewards.isPending) return <RowsSkeleton rows={3} />;
  if (rewards.isError && !rewards.data) return <ErrorState title="The rewards could not be loaded" error={rewards.error} onRetry={() => void rewards.refetch()} />;
  const offered = rewards.data.filter(({ active }) => active);
  return (
    <section aria-labelledby="catalogue">
      <Title order={2} id="catalogue" mb="sm">
        What they buy
      </Title>
      {offered.length === 0 ? (
        <Paper>
          <EmptyState icon={IconGift} title="No rewards right now">
            Your points are kept. Look again later.
          </EmptyState>
        </Paper>
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          {offered.map((reward) => (
            <RewardCard key={reward.id} reward={reward} balance={balance} />
          ))}
        </SimpleGrid>
      )}
    </section>
  );
}
