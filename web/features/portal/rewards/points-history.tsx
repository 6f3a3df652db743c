import { Group, Paper, Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { PagedList } from '../../../ui/paged-list.js';
import type { PointsEntry } from '../../../wire.js';
import { pointsQuery } from './queries.js';

export function PointsHistory() {
  const list = useInfiniteQuery(pointsQuery);
  const empty = (
    <Paper>
      <EmptyState icon={IconCoins} title="No points yet">
        Pay an invoice, and the first ones appear here.
      </EmptyState>
    </Paper>
  );
  return (
    <PagedList list={list} noun="points" empty={empty}>
      {(entries) => (
        <Paper component="ul" className={classes['list']}>
          {entries.map((entry) => (
            <li key={entry.id} className={classes['item']}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <div>
                  <Text fw={500}>{wordsOf(entry)}</Text>
                  <Text size="sm" c="dimmed">
                    <Day value={entry.at} />
                  </Text>
                </div>
                <Text fw={650} style={{ whiteSpace: 'nowrap' }}>
                  {entry.points > 0 ? '+' : '−'}
                  {Math.abs(entry.points).toLocaleString('en-US')}
                </Text>
              </Group>
            </li>
          ))}
        </Paper>
      )}
    </PagedList>
  );
}

function wordsOf({ move, invoice_number: invoice, reward_name: reward }: PointsEntry): string {
  switch (move) {
    case 'earned':
      return invoice ? `Paid ${invoice}` : 'Earned';
    case 'taken_back':
      return invoice ? `Refund of ${invoice}` : 'Taken back with a refund';
    case 'redeemed':
      return reward ?? 'Redeemed';
    case 'given_back':
      return reward ? `${reward}, not handed out` : 'Given back';
    case 'expired':
      return invoice ? `${invoice}, expired` : 'Expired';
    case 'forgiven':
      return invoice ? `${invoice}, had expired before` : 'Had expired before';
  }
}
