import { Group, Paper, Select, Stack, Table, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconCoins } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { listCreditSpendsOf, readCreditsOf } from '../../../api-credits.js';
import { membersQuery } from '../../../ui/customers/queries.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { FigureCards } from '../../../ui/figure-cards.js';
import { TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton, RowsSkeleton } from '../../../ui/skeletons.js';
import { StatusMark, type Tone } from '../../../ui/status-mark.js';
import type { Credits, Member } from '../../../wire.js';
import { AdjustForm } from './adjust-form.js';
import classes from './credit-packages.module.css';

export const creditsOf = (userId: string) => queryOptions({ queryKey: ['credits', 'of', userId], queryFn: ({ signal }) => readCreditsOf(userId, signal) });
const spendsOf = (userId: string) => queryOptions({ queryKey: ['credits', 'spends-of', userId], queryFn: ({ signal }) => listCreditSpendsOf(userId, signal) });

/** The prepaid credits of whoever acts for a customer: what is there, where it went, and giving or taking some. */
export function CreditsOfPage() {
  const { customerId } = useParams({ from: '/signed-in/admin/customers/$customerId/credits' });
  const { user } = useSearch({ from: '/signed-in/admin/customers/$customerId/credits' });
  const members = useQuery(membersQuery(customerId));
  if (members.isError && !members.data) return <ErrorState title="The users could not be loaded" error={members.error} onRetry={() => void members.refetch()} />;
  if (!members.data) return <PageSkeleton />;
  const { items } = members.data;
  const shown = items.find((one) => one.id === user) ?? items[0];
  return (
    <>
      <PageHead
        title={shown ? `Credits of ${shown.name}` : 'Credits'}
        note="What was paid ahead. Credits belong to the person who signs in."
        back={
          <TextLink to="/admin/customers/$customerId" params={{ customerId }} size="sm">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> The customer
          </TextLink>
        }
      />
      {shown ? (
        <Stack gap="lg">
          {items.length > 1 && <Choose members={items} shown={shown} customerId={customerId} />}
          <Wallet key={shown.id} member={shown} />
        </Stack>
      ) : (
        <Paper>
          <EmptyState icon={IconCoins} title="Nobody signs in for this customer yet">
            Invite somebody first; credits belong to a person.
          </EmptyState>
        </Paper>
      )}
    </>
  );
}

function Choose({ members, shown, customerId }: { members: readonly Member[]; shown: Member; customerId: string }) {
  const navigate = useNavigate();
  return (
    <Select
      label="User" maw={360} allowDeselect={false} value={shown.id} data={members.map(({ id, name, email }) => ({ value: id, label: `${name}, ${email}` }))}
      onChange={(user) => user !== null && void navigate({ to: '/admin/customers/$customerId/credits', params: { customerId }, search: { user }, replace: true })}
    />
  );
}

function Wallet({ member }: { member: Member }) {
  const credits = useQuery(creditsOf(member.id));
  if (credits.isError && !credits.data) return <ErrorState title="The credits could not be loaded" error={credits.error} onRetry={() => void credits.refetch()} />;
  if (!credits.data) return <RowsSkeleton rows={4} />;
  const { balance, held, currency } = credits.data;
  return (
    <>
      <FigureCards
        figures={[
          { name: balance < 0 ? 'Owed' : 'To spend', value: <Money amount={Math.abs(balance)} currency={currency} />, note: balance < 0 ? 'money for used credits went back' : undefined },
          { name: 'Set aside', value: <Money amount={held} currency={currency} /> },
        ]}
        roomy
      />
      <div className="pd-columns">
        <Stack gap="lg">
          <Lots credits={credits.data} />
          <Spends userId={member.id} currency={currency} />
        </Stack>
        <Stack gap="lg">
          <AdjustForm userId={member.id} currency={currency} kind="give" />
          <AdjustForm userId={member.id} currency={currency} kind="take" />
        </Stack>
      </div>
    </>
  );
}

function Lots({ credits: { lots, currency } }: { credits: Credits }) {
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby="lots">
      <Title order={2} id="lots" mb="md">
        What is left
      </Title>
      {lots.length === 0 ? (
        <Text c="dimmed">Nothing at the moment.</Text>
      ) : (
        <Table.ScrollContainer minWidth={300}>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Used in this order</Table.Th>
                <Table.Th scope="col">Until</Table.Th>
                <Table.Th scope="col" ta="right">Left</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {lots.map((lot) => (
                <Table.Tr key={lot.id}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{lot.reason ?? 'Bought'} <Day value={lot.created_at} /></Table.Td>
                  <Table.Td>{lot.expires_at === null ? 'no end' : <Day value={lot.expires_at} />}</Table.Td>
                  <Table.Td ta="right">
                    <Money amount={lot.remaining} currency={currency} /> of <Money amount={lot.amount} currency={currency} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}

const words: Record<string, [string, Tone]> = { held: ['Set aside', 'waiting'], committed: ['Used', 'good'], voided: ['Given back', 'quiet'] };

function Spends({ userId, currency }: { userId: string; currency: string }) {
  const { data, error, refetch } = useQuery(spendsOf(userId));
  return (
    <Paper component="section" aria-labelledby="spends">
      <Title order={2} id="spends" p={{ base: 'md', sm: 'lg' }} pb={0}>
        Where it went
      </Title>
      {error && !data && <ErrorState title="The history could not be loaded" error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsSkeleton rows={3} />}
      {data?.length === 0 && <Text c="dimmed" p={{ base: 'md', sm: 'lg' }}>Nothing was used yet.</Text>}
      {data && data.length > 0 && (
        <ul className={classes['offers']}>
          {data.map(({ id, purpose, created_at: at, amount, committed, status }) => (
            <li key={id}>
              <div>
                <Text fw={500} style={{ overflowWrap: 'anywhere' }}>{purpose}</Text>
                <Text size="sm" c="dimmed"><Day value={at} time /></Text>
              </div>
              <Group gap="sm" wrap="nowrap">
                <StatusMark tone={words[status]?.[1] ?? 'quiet'}>{words[status]?.[0] ?? status}</StatusMark>
                <Money amount={status === 'committed' ? committed : amount} currency={currency} fw={600} />
              </Group>
            </li>
          ))}
        </ul>
      )}
    </Paper>
  );
}
