import { Group, Paper, Stack, Table, Text } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ProposalFilter } from '../../api-proposals.js';
import type { ProposalSummary } from '../../wire.js';
import { Day } from '../day.js';
import { EmptyState } from '../empty-state.js';
import { TextLink } from '../links.js';
import { Money } from '../money.js';
import { PagedList } from '../paged-list.js';
import { ProposalStatus } from './proposal-status.js';
import { proposalListQuery } from './queries.js';

type Audience = 'customer' | 'business';

/** A table where there is room, cards on a phone. */
export function ProposalList({ filter, audience, emptyText }: { filter: ProposalFilter; audience: Audience; emptyText: string }) {
  const list = useInfiniteQuery(proposalListQuery(filter));
  const filtered = Boolean(filter.status ?? filter.search ?? filter.customer_id);
  const empty = (
    <Paper>
      <EmptyState icon={IconFileText} title={filtered ? 'Nothing matches' : 'No offers yet'}>
        {filtered ? 'Choose another filter, or search for part of a title.' : emptyText}
      </EmptyState>
    </Paper>
  );
  return (
    <PagedList list={list} noun="offers" empty={empty}>
      {(items, narrow) => (narrow ? <Cards items={items} audience={audience} /> : <Rows items={items} audience={audience} />)}
    </PagedList>
  );
}

interface Shown {
  items: readonly ProposalSummary[];
  audience: Audience;
}

function Name({ proposal, audience }: { proposal: ProposalSummary; audience: Audience }) {
  return (
    <TextLink to={audience === 'business' ? '/admin/proposals/$proposalId' : '/proposals/$proposalId'} params={{ proposalId: proposal.id }} className="pd-row-link" fw={600}>
      {proposal.title}
    </TextLink>
  );
}

function Amount({ proposal }: { proposal: ProposalSummary }) {
  return (
    <>
      <Money amount={proposal.total} currency={proposal.currency} />
      {proposal.monthly > 0 && (
        <Text component="span" size="sm" c="dimmed" display="block" style={{ whiteSpace: 'nowrap' }}>
          + <Money amount={proposal.monthly} currency={proposal.currency} /> a month
        </Text>
      )}
    </>
  );
}

function Rows({ items, audience }: Shown) {
  const business = audience === 'business';
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table verticalSpacing="sm" horizontalSpacing="lg" layout="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Offer</Table.Th>
            {business && <Table.Th>Customer</Table.Th>}
            <Table.Th>Status</Table.Th>
            <Table.Th>{business ? 'Sent' : 'Received'}</Table.Th>
            <Table.Th>Valid until</Table.Th>
            <Table.Th ta="right">Total before tax</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((proposal) => (
            <Table.Tr key={proposal.id} className="pd-row">
              <Table.Td style={{ overflowWrap: 'anywhere' }}><Name proposal={proposal} audience={audience} /></Table.Td>
              {business && <Table.Td>{proposal.customer.name}</Table.Td>}
              <Table.Td miw={140}><ProposalStatus status={proposal.status} office={business} /></Table.Td>
              <Table.Td><Day value={proposal.sent_at} /></Table.Td>
              <Table.Td>{proposal.valid_until === null ? '–' : <Day value={proposal.valid_until} />}</Table.Td>
              <Table.Td ta="right"><Amount proposal={proposal} /></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function Cards({ items, audience }: Shown) {
  return (
    <Paper component="ul" m={0} p={0} style={{ listStyle: 'none', overflow: 'hidden' }}>
      {items.map((proposal) => (
        <Stack key={proposal.id} component="li" className="pd-row" gap={6} px="md" py="sm" style={{ borderBottom: '1px solid var(--pd-line)' }}>
          <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
            <div style={{ overflowWrap: 'anywhere' }}><Name proposal={proposal} audience={audience} /></div>
            <ProposalStatus status={proposal.status} office={audience === 'business'} />
          </Group>
          <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
            <Text size="sm" c="dimmed">{audience === 'business' ? proposal.customer.name : <>Received <Day value={proposal.sent_at} /></>}</Text>
            <div style={{ textAlign: 'right' }}><Amount proposal={proposal} /></div>
          </Group>
        </Stack>
      ))}
    </Paper>
  );
}
