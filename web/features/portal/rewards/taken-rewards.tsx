import { Group, Paper, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Day } from '../../../ui/day.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { PagedList } from '../../../ui/paged-list.js';
import { takenQuery } from '../../../ui/rewards/queries.js';
import { RedemptionMark } from '../../../ui/rewards/redemption-mark.js';

/** What one gave points for, and whether one has it. Not there before the first. */
export function TakenRewards({ customerId }: { customerId: string }) {
  const list = useInfiniteQuery(takenQuery(customerId));
  if (list.data?.pages[0]?.items.length === 0) return null;
  return (
    <section aria-labelledby="taken">
      <Title order={2} id="taken" mb="sm">
        What you took
      </Title>
      <PagedList list={list} noun="rewards" empty={null}>
        {(items) => (
          <Paper component="ul" className={classes['list']}>
            {items.map((redemption) => (
              <li key={redemption.id} className={classes['item']}>
                <Group justify="space-between" gap="sm">
                  <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                    <Text fw={500}>{redemption.reward.name}</Text>
                    <Text size="sm" c="dimmed">
                      {redemption.points.toLocaleString('en-US')} points, <Day value={redemption.created_at} />
                    </Text>
                  </div>
                  <RedemptionMark redemption={redemption} waits="At your next visit" />
                </Group>
              </li>
            ))}
          </Paper>
        )}
      </PagedList>
    </section>
  );
}
