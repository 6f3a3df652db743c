import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { givePointsBack, handOut, type RedemptionFilter } from '../../../api-rewards.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { TextLink } from '../../../ui/links.js';
import { PagedList } from '../../../ui/paged-list.js';
import { redemptionsQuery } from '../../../ui/rewards/queries.js';
import { RedemptionMark } from '../../../ui/rewards/redemption-mark.js';
import type { Redemption } from '../../../wire.js';

export function RedemptionList({ filter }: { filter: RedemptionFilter }) {
  const list = useInfiniteQuery(redemptionsQuery(filter));
  const filtered = Boolean(filter.status ?? filter.search);
  const empty = (
    <Paper>
      <EmptyState icon={IconGift} title={filtered ? 'Nothing matches' : 'Nothing to hand out'}>
        {filtered ? 'Choose another filter, or search for part of a name.' : 'A reward appears here as soon as a customer gives points for it.'}
      </EmptyState>
    </Paper>
  );
  return (
    <PagedList list={list} noun="rewards" empty={empty}>
      {(items) => (
        <Paper component="ul" className={classes['list']}>
          {items.map((redemption) => (
            <li key={redemption.id} className={classes['item']}>
              <Row redemption={redemption} />
            </li>
          ))}
        </Paper>
      )}
    </PagedList>
  );
}

function Row({ redemption }: { redemption: Redemption }) {
  const { customer, reward, points, created_at: taken, decided_at: decided } = redemption;
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ minWidth: 0, flex: '1 1 240px', overflowWrap: 'anywhere' }}>
        <Text fw={600}>{reward.name}</Text>
        <Text size="sm">
          <TextLink to="/admin/customers/$customerId" params={{ customerId: customer.id }}>{customer.name}</TextLink>
        </Text>
        <Text size="sm" c="dimmed">
          {points.toLocaleString('en-US')} points, taken <Day value={taken} />
          {decided && <>, {redemption.status === 'fulfilled' ? 'handed out' : 'given back'} <Day value={decided} /></>}
        </Text>
      </div>
      {redemption.status === 'pending' ? <Deeds redemption={redemption} /> : <RedemptionMark redemption={redemption} />}
    </Group>
  );
}

/** Both end it: whoever comes second is told that it was decided. */
function Deeds({ redemption: { id, reward, customer, points } }: { redemption: Redemption }) {
  const queries = useQueryClient();
  const onSettled = () => Promise.all(['redemptions', 'points', 'customer'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
  const give = useMutation({ mutationFn: () => handOut(id), onSettled });
  const back = useMutation({ mutationFn: () => givePointsBack(id), onSettled });
  const error = give.error ?? back.error;
  const busy = give.isPending || back.isPending;
  const what = `${reward.name} for ${customer.name}`;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button size="sm" loading={give.isPending} disabled={busy} aria-label={`Hand out ${what}`} onClick={() => give.mutate()}>
          Hand out
        </Button>
        <AskFirst
          label="Give points back" name={`Give points back: ${what}`} button={{ variant: 'subtle', size: 'sm' }} question={`Give ${points.toLocaleString('en-US')} points back?`} showQuestion
          keep="Not now" go="Give them back" busy={busy} onGo={() => back.mutateAsync()}
        />
      </Group>
      {error && <Alert color="red" variant="light" role="alert" title={error.message} />}
    </Stack>
  );
}
