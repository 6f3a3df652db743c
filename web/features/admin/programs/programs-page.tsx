import { Group, Paper, Text } from '@mantine/core';
import { IconPlus, IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Choice } from '../../../ui/choices.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { ButtonLink, TextLink } from '../../../ui/links.js';
import { ListPage } from '../../../ui/list-page.js';
import { Money } from '../../../ui/money.js';
import { programsQuery } from '../../../ui/programs/queries.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { Program } from '../../../wire.js';

const views: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'offered', label: 'Offered' },
  { value: 'put-away', label: 'Not offered' },
];

/** The catalogue as the business keeps it. */
export function AdminProgramsPage() {
  const programs = useQuery(programsQuery);
  const [search, setSearch] = useState('');
  const [view, setView] = useState('');
  const shown = programs.data?.filter((one) => (view === '' || one.active === (view === 'offered')) && `${one.title} ${one.program_type}`.toLowerCase().includes(search.toLowerCase()));
  return (
    <ListPage
      title="Programs"
      actions={
        <Group gap="sm">
          <ButtonLink to="/enrolments" variant="default">
            Enrolments
          </ButtonLink>
          <ButtonLink to="/admin/programs/new" leftSection={<IconPlus size={18} aria-hidden />}>
            New program
          </ButtonLink>
        </Group>
      }
      searchLabel="Search programs"
      search={search}
      onSearch={setSearch}
      filters={views}
      filter={view}
      onFilter={setView}
    >
      {programs.isPending && <RowsSkeleton />}
      {programs.isError && !programs.data && <ErrorState title="The programs could not be loaded" error={programs.error} onRetry={() => void programs.refetch()} />}
      {shown && shown.length === 0 && (
        <Paper>
          <EmptyState icon={IconSchool} title={programs.data?.length === 0 ? 'No programs yet' : 'No program matches'}>
            {programs.data?.length === 0 ? 'Offer the first one, and it appears in everybody’s catalogue.' : 'Choose another filter.'}
          </EmptyState>
        </Paper>
      )}
      {shown && shown.length > 0 && (
        <Paper component="ul" className={classes['list']}>
          {shown.map((program) => (
            <li key={program.id} className={classes['item']}>
              <Row program={program} />
            </li>
          ))}
        </Paper>
      )}
    </ListPage>
  );
}

function Row({ program }: { program: Program }) {
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ minWidth: 0, flex: '1 1 240px' }}>
        <TextLink to="/admin/programs/$programId" params={{ programId: program.id }} fw={600}>
          {program.title}
        </TextLink>
        <Text size="sm" c="dimmed">
          {program.program_type}
          {program.mentors.length > 0 && `, with ${program.mentors.map((mentor) => mentor.name).join(', ')}`}
        </Text>
      </div>
      <Group gap="md">
        <TextLink to="/enrolments" search={{ program: program.id }} size="sm">
          {program.enrolled} {program.seats === null ? 'placed' : `of ${program.seats}`}
        </TextLink>
        <Text fw={600}>{program.price === 0 ? 'Free' : <Money amount={program.price} currency={program.currency} />}</Text>
        <StatusMark tone={!program.active ? 'quiet' : program.seats_left === 0 ? 'waiting' : 'good'}>{!program.active ? 'Not offered' : program.seats_left === 0 ? 'Full' : 'Offered'}</StatusMark>
      </Group>
    </Group>
  );
}
