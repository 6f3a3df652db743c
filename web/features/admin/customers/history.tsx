import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { historyQuery } from '../../../ui/customers/queries.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { PastDeed } from '../../../wire.js';

const words: Readonly<Record<string, string>> = {
  'mail.requested': 'Letter sent',
  'customer.created': 'Added',
  'customer.changed': 'Changed',
  'customer.archived': 'Put into the archive',
  'customer.restored': 'Brought back',
  'customer.user_linked': 'User added',
  'customer.user_invited': 'User invited',
  'billing.changed': 'Billing changed',
  'billing.charging_allowed': 'Card allowed to be charged',
  'billing.charging_ended': 'Card no longer charged',
  'recurring.paused': 'Recurring bills paused',
  'recurring.resumed': 'Recurring bills resumed',
};

const names: Readonly<Record<string, string>> = { taxPpm: 'tax', methodId: 'card', line1: 'address', line2: 'address' };

/** `points.expired` → Points expired: what has no word of its own. */
const deedOf = (action: string) => action.replace(/^./, (first) => first.toUpperCase()).replaceAll(/[._]/g, ' ');

/** companyName → company name */
const spoken = (name: string) => names[name] ?? name.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase();

/** Who did what to this customer. */
export function History({ customerId }: { customerId: string }) {
  const list = useInfiniteQuery(historyQuery(customerId));
  const deeds = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby="history">
      <Title order={2} id="history" mb="md">
        History
      </Title>
      {list.isPending && <RowsSkeleton rows={3} />}
      {list.isError && !list.data && <ErrorState title="The history could not be loaded" error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && deeds.length === 0 && <Text c="dimmed">Nothing was written down yet.</Text>}
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {deeds.map((deed) => (
          <Deed key={deed.id} deed={deed} />
        ))}
      </Stack>
      {list.hasNextPage && (
        <Button variant="default" size="sm" mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Paper>
  );
}

function Deed({ deed }: { deed: PastDeed }) {
  const changed = [...new Set(deed.changed.filter((name) => name !== 'feeSince').map(spoken))];
  return (
    <li>
      <Text size="sm">
        <Text component="span" inherit fw={600}>
          {words[deed.action] ?? deedOf(deed.action)}
        </Text>
        {changed.length > 0 && `: ${changed.join(', ')}`}
      </Text>
      <Text size="sm" c="dimmed">
        <Day value={deed.at} time />
        {deed.by !== null && `, ${deed.by}`}
      </Text>
    </li>
  );
}
