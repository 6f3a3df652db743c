import { Alert, Button, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { billNow, pauseRecurring, resumeRecurring, type RecurringFilter } from '../../../api-recurring.js';
import { newKey } from '../../../idempotency-key.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PagedList } from '../../../ui/paged-list.js';
import { recurringListQuery } from '../../../ui/recurring/queries.js';
import { rhythmOf } from '../../../ui/recurring/words.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { Recurring } from '../../../wire.js';

export function RecurringList({ filter }: { filter: RecurringFilter }) {
  const list = useInfiniteQuery(recurringListQuery(filter));
  const filtered = Boolean(filter.kind ?? filter.search);
  const empty = (
    <Paper>
      <EmptyState icon={IconRepeat} title={filtered ? 'Nobody matches' : 'Nothing recurs yet'}>
        {filtered ? 'Choose another filter, or search for part of a name.' : 'Set a monthly fee in a customer’s billing, or let an offer with a monthly amount be accepted.'}
      </EmptyState>
    </Paper>
  );
  return (
    <PagedList list={list} noun="customers" empty={empty}>
      {(items, narrow) => (narrow ? <Cards items={items} /> : <Rows items={items} />)}
    </PagedList>
  );
}

function Rows({ items }: { items: readonly Recurring[] }) {
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Customer</Table.Th>
            <Table.Th>What recurs</Table.Th>
            <Table.Th>Next bill, before tax</Table.Th>
            <Table.Th w={130}>How</Table.Th>
            <Table.Th w={236}>Do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.customer_id}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}><Name item={item} /></Table.Td>
              <Table.Td><What item={item} /></Table.Td>
              <Table.Td>{item.next_amount !== null && <Text fw={500}><Money amount={item.next_amount} currency={item.currency} /></Text>}<Next item={item} /></Table.Td>
              <Table.Td><How item={item} /></Table.Td>
              <Table.Td><Deeds item={item} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Cards({ items }: { items: readonly Recurring[] }) {
  return (
    <Paper component="ul" m={0} p={0} style={{ listStyle: 'none', overflow: 'hidden' }}>
      {items.map((item) => (
        <Stack key={item.customer_id} component="li" gap="xs" px="md" py="md" style={{ borderBottom: '1px solid var(--pd-line)' }}>
          <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
            <div style={{ overflowWrap: 'anywhere' }}><Name item={item} /></div>
            <div style={{ textAlign: 'right' }}>{item.next_amount !== null && <Text fw={500}><Money amount={item.next_amount} currency={item.currency} /></Text>}<Next item={item} /></div>
          </Group>
          <What item={item} />
          <How item={item} />
          <Deeds item={item} />
        </Stack>
      ))}
    </Paper>
  );
}

function Name({ item }: { item: Recurring }) {
  return <TextLink to="/admin/customers/$customerId" params={{ customerId: item.customer_id }} fw={600}>{item.customer_name}</TextLink>;
}

function What({ item }: { item: Recurring }) {
  return (
    <Stack gap={2}>
      {item.lines.map(({ description, monthly }, place) => (
        <Text key={place} size="sm">{description}, <Money amount={monthly} currency={item.currency} /> a month</Text>
      ))}
      <Text size="sm" c="dimmed">{rhythmOf(item)}</Text>
    </Stack>
  );
}

function Next({ item }: { item: Recurring }) {
  if (item.paused_on !== null) return <Text size="sm" c="dimmed">Paused since <Day value={item.paused_on} /></Text>;
  if (item.next_on === null) return <Text size="sm" c="dimmed">None to come</Text>;
  return (
    <>
      <Text size="sm"><Day value={item.next_on} /></Text>
      <Text size="sm" c="dimmed">{item.next_period}</Text>
    </>
  );
}

function How({ item }: { item: Recurring }) {
  if (!item.auto_charge) return <StatusMark tone="quiet">Invoice</StatusMark>;
  return item.card_id === null ? <StatusMark tone="waiting">Card missing</StatusMark> : <StatusMark tone="good">Card</StatusMark>;
}

function Deeds({ item }: { item: Recurring }) {
  const queries = useQueryClient();
  const [key, setKey] = useState(newKey);
  const reload = () => Promise.all(['recurring', 'pursuits', 'invoices'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
  const bill = useMutation({ mutationFn: () => billNow(item.customer_id, key), onSuccess: async () => { setKey(newKey()); await reload(); } });
  const turn = useMutation({ mutationFn: () => (item.paused_on === null ? pauseRecurring : resumeRecurring)(item.customer_id), onSuccess: reload });
  const error = bill.error ?? turn.error;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <AskFirst label="Bill now" name={`Bill ${item.customer_name} now`} button={{ variant: 'default', size: 'sm' }} keep="Not now" go="Bill"
          question={`Bill ${item.customer_name} for this month${item.auto_charge && item.card_id !== null ? ', and charge the card' : ''}?`} showQuestion busy={bill.isPending} onGo={() => bill.mutateAsync()} />
        <Button variant="subtle" size="sm" loading={turn.isPending} aria-label={`${item.paused_on === null ? 'Pause' : 'Resume'} ${item.customer_name}`} onClick={() => turn.mutate()}>
          {item.paused_on === null ? 'Pause' : 'Resume'}
        </Button>
      </Group>
      <div aria-live="polite">{bill.data && <Text size="sm">Made invoice {bill.data.invoice_number}{bill.data.paid ? ', paid' : ''}.</Text>}</div>
      {error && <Alert color="red" variant="light" role="alert" title={error.message} />}
    </Stack>
  );
}
