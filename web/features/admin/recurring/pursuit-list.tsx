import { Alert, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { retryPursuit, stopPursuit, type PursuitFilter } from '../../../api-recurring.js';
import { newKey } from '../../../idempotency-key.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PagedList } from '../../../ui/paged-list.js';
import { pursuitListQuery } from '../../../ui/recurring/queries.js';
import { PursuitMark, PursuitStory } from '../../../ui/recurring/words.js';
import type { Pursuit } from '../../../wire.js';

export function PursuitList({ filter }: { filter: PursuitFilter }) {
  const list = useInfiniteQuery(pursuitListQuery(filter));
  const filtered = Boolean(filter.kind ?? filter.search);
  const empty = (
    <Paper>
      <EmptyState icon={IconMoodCheck} title={filtered ? 'Nothing matches' : 'Nothing needs you'}>
        {filtered ? 'Choose another filter, or search for part of a name or a number.' : 'Every open invoice is on its way, or paid.'}
      </EmptyState>
    </Paper>
  );
  return (
    <PagedList list={list} noun="follow-ups" empty={empty}>
      {(items, narrow) => (narrow ? <Cards items={items} /> : <Rows items={items} />)}
    </PagedList>
  );
}

function Rows({ items }: { items: readonly Pursuit[] }) {
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Invoice</Table.Th>
            <Table.Th>Customer</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>Due</Table.Th>
            <Table.Th ta="right">Open</Table.Th>
            <Table.Th w={250}>Do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((pursuit) => (
            <Table.Tr key={pursuit.invoice_id}>
              <Table.Td><Name pursuit={pursuit} /></Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{pursuit.customer_name}</Table.Td>
              <Table.Td><Stack gap={6} align="flex-start"><PursuitMark pursuit={pursuit} /><PursuitStory pursuit={pursuit} /></Stack></Table.Td>
              <Table.Td><Day value={pursuit.due_date} /></Table.Td>
              <Table.Td ta="right"><Money amount={pursuit.amount_due} currency={pursuit.currency} /></Table.Td>
              <Table.Td><Deeds pursuit={pursuit} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Cards({ items }: { items: readonly Pursuit[] }) {
  return (
    <Paper component="ul" m={0} p={0} style={{ listStyle: 'none', overflow: 'hidden' }}>
      {items.map((pursuit) => (
        <Stack key={pursuit.invoice_id} component="li" gap="xs" px="md" py="md" style={{ borderBottom: '1px solid var(--pd-line)' }}>
          <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
            <div style={{ overflowWrap: 'anywhere' }}>
              <Name pursuit={pursuit} />
              <Text size="sm">{pursuit.customer_name}</Text>
            </div>
            <div style={{ textAlign: 'right' }}>
              <Money amount={pursuit.amount_due} currency={pursuit.currency} />
              <Text size="sm" c="dimmed">Due <Day value={pursuit.due_date} /></Text>
            </div>
          </Group>
          <div><PursuitMark pursuit={pursuit} /></div>
          <PursuitStory pursuit={pursuit} />
          <Deeds pursuit={pursuit} />
        </Stack>
      ))}
    </Paper>
  );
}

function Name({ pursuit }: { pursuit: Pursuit }) {
  return <TextLink to="/admin/invoices/$invoiceId" params={{ invoiceId: pursuit.invoice_id }} fw={600} style={{ whiteSpace: 'nowrap' }}>{pursuit.invoice_number}</TextLink>;
}

const outcomes = { charged: 'The card was charged.', reminded: 'The reminder is on its way.', put_off: 'The customer is paying at this moment: nothing was charged.' } as const;

function Deeds({ pursuit }: { pursuit: Pursuit }) {
  const queries = useQueryClient();
  const [key, setKey] = useState(newKey);
  const reload = () => Promise.all(['pursuits', 'invoices', 'invoice', 'payments'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
  const retry = useMutation({ mutationFn: () => retryPursuit(pursuit.invoice_id, key), onSuccess: async () => { setKey(newKey()); await reload(); } });
  const stop = useMutation({ mutationFn: () => stopPursuit(pursuit.invoice_id), onSuccess: reload });
  const error = retry.error ?? stop.error;
  const now = pursuit.charges ? 'Charge now' : 'Remind now';
  if (pursuit.state === 'charging') return null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <AskFirst label={now} name={`${now}: ${pursuit.invoice_number}`} button={{ variant: 'default', size: 'sm' }} keep="Not now" go={pursuit.charges ? 'Charge' : 'Remind'}
          question={pursuit.charges ? `Charge the card of ${pursuit.customer_name}?` : `Mail ${pursuit.customer_name} now?`} showQuestion busy={retry.isPending} onGo={() => retry.mutateAsync()} />
        {pursuit.state !== 'stopped' && (
          <AskFirst label="Stop" name={`Stop ${pursuit.invoice_number}`} button={{ variant: 'subtle', size: 'sm' }} question="Neither charge nor remind any more?" showQuestion keep="Go on" go="Stop it" busy={stop.isPending} onGo={() => stop.mutateAsync()} />
        )}
      </Group>
      <div aria-live="polite">{retry.data && <Text size="sm">{said(retry.data)}</Text>}</div>
      {error && <Alert color="red" variant="light" role="alert" title={error.message} />}
    </Stack>
  );
}

/** A charge that was declined leaves the invoice open. */
function said({ outcome, pursuit }: Awaited<ReturnType<typeof retryPursuit>>): string {
  return outcome === 'charged' && pursuit !== null ? (pursuit.state === 'charging' ? 'Waiting for the processor’s answer.' : 'The card was declined.') : outcomes[outcome];
}
