import { Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { Money } from '../../../ui/money.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { StatusMark, type Tone } from '../../../ui/status-mark.js';
import classes from './credits.module.css';
import { purchasesQuery, spendsQuery } from './queries.js';

interface Entry {
  id: string;
  what: string;
  at: string;
  amount: number;
  mark: string;
  tone: Tone;
}

const bought: Record<string, [string, Tone]> = { pending: ['Not paid', 'waiting'], succeeded: ['Paid', 'good'], failed: ['Declined', 'bad'], canceled: ['Canceled', 'quiet'], refunded: ['Refunded', 'quiet'] };
const used: Record<string, [string, Tone]> = { held: ['Set aside', 'waiting'], committed: ['Used', 'good'], voided: ['Given back', 'quiet'] };

/** What was bought, and what it was used for. */
export function CreditsHistory({ currency }: { currency: string }) {
  const [shown, setShown] = useState('bought');
  return (
    <section aria-labelledby="history">
      <Group justify="space-between" mb="sm" gap="sm">
        <Title order={2} id="history">
          History
        </Title>
        <SegmentedControl aria-label="Show" value={shown} onChange={setShown} data={[{ value: 'bought', label: 'Bought' }, { value: 'used', label: 'Used' }]} />
      </Group>
      {shown === 'bought' ? <Bought currency={currency} /> : <Used currency={currency} />}
    </section>
  );
}

function Bought({ currency }: { currency: string }) {
  const { data, error, refetch } = useQuery(purchasesQuery);
  const entries = data?.map(({ id, description, createdAt, creditAmount, status }): Entry => {
    const [mark, tone] = bought[status] ?? [status, 'quiet'];
    return { id, what: description, at: createdAt, amount: creditAmount, mark, tone };
  });
  return <Entries entries={entries} error={error} onRetry={() => void refetch()} currency={currency} empty="You have not bought any credits yet." />;
}

function Used({ currency }: { currency: string }) {
  const { data, error, refetch } = useQuery(spendsQuery);
  const entries = data?.map(({ id, purpose, created_at: at, amount, committed, status }): Entry => {
    const [mark, tone] = used[status] ?? [status, 'quiet'];
    return { id, what: purpose, at, amount: status === 'committed' ? committed : amount, mark, tone };
  });
  return <Entries entries={entries} error={error} onRetry={() => void refetch()} currency={currency} empty="You have not used any credits yet." />;
}

interface EntriesProps {
  entries: readonly Entry[] | undefined;
  error: Error | null;
  onRetry: () => void;
  currency: string;
  empty: string;
}

function Entries({ entries, error, onRetry, currency, empty }: EntriesProps) {
  if (error && !entries) return <ErrorState title="The history could not be loaded" error={error} onRetry={onRetry} />;
  if (!entries) return <RowsSkeleton rows={4} />;
  if (entries.length === 0) {
    return (
      <Paper>
        <EmptyState icon={IconReceipt} title="Nothing here yet">
          {empty}
        </EmptyState>
      </Paper>
    );
  }
  return (
    <Paper component="ul" className={classes['entries']}>
      {entries.map(({ id, what, at, amount, mark, tone }) => (
        <li key={id}>
          <Stack gap={0} miw={0}>
            <Text fw={500}>{what}</Text>
            <Text size="sm" c="dimmed">
              <Day value={at} time />
            </Text>
          </Stack>
          <Group gap="sm" wrap="nowrap">
            <StatusMark tone={tone}>{mark}</StatusMark>
            <Money amount={amount} currency={currency} fw={600} />
          </Group>
        </li>
      ))}
    </Paper>
  );
}
