import { Group, Paper, SimpleGrid, Text } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Choice } from '../../../ui/choices.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ButtonLink, TextLink } from '../../../ui/links.js';
import { ListPage } from '../../../ui/list-page.js';
import { Money } from '../../../ui/money.js';
import { readCatalogueSearch, type CatalogueSearch } from '../../../ui/programs/filter.js';
import { programsQuery } from '../../../ui/programs/queries.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { Program } from '../../../wire.js';
import classes from './programs.module.css';

const views: readonly Choice[] = [
  { value: '', label: 'All' },
  { value: 'mine', label: 'Open to me' },
  { value: 'free', label: 'Free' },
];

/** What can be enrolled in. */
export function ProgramsPage() {
  const wish = useSearch({ from: '/signed-in/programs' });
  const navigate = useNavigate({ from: '/programs' });
  const programs = useQuery(programsQuery);
  return (
    <ListPage
      title="Programs"
      actions={
        <ButtonLink to="/purchases" variant="default">
          My programs
        </ButtonLink>
      }
      searchLabel="Search programs"
      search={wish.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readCatalogueSearch({ ...old, search }), replace: true })}
      filters={views}
      filter={wish.view ?? ''}
      onFilter={(view) => void navigate({ search: (old) => readCatalogueSearch({ ...old, view }) })}
    >
      {programs.isPending && <RowsSkeleton rows={4} />}
      {programs.isError && !programs.data && <ErrorState title="The programs could not be loaded" error={programs.error} onRetry={() => void programs.refetch()} />}
      {programs.data && <Cards programs={programs.data.filter((program) => program.active && fits(program, wish))} filtered={Object.keys(wish).length > 0} />}
    </ListPage>
  );
}

function fits(program: Program, { view, search }: CatalogueSearch): boolean {
  if (view === 'mine' && !program.mine.has_access) return false;
  if (view === 'free' && program.price > 0) return false;
  const words = search?.toLowerCase() ?? '';
  return [program.title, program.program_type, program.description ?? ''].some((text) => text.toLowerCase().includes(words));
}

function Cards({ programs, filtered }: { programs: readonly Program[]; filtered: boolean }) {
  if (programs.length === 0) {
    return (
      <Paper>
        <EmptyState icon={IconSchool} title={filtered ? 'No program matches' : 'No programs right now'}>
          {filtered ? 'Choose another filter, or search for part of a title.' : 'They appear here as soon as one is offered.'}
        </EmptyState>
      </Paper>
    );
  }
  return (
    <SimpleGrid component="ul" m={0} p={0} style={{ listStyle: 'none' }} cols={{ base: 1, xs: 2, lg: 3 }}>
      {programs.map((program) => (
        <li key={program.id}>
          <Card program={program} />
        </li>
      ))}
    </SimpleGrid>
  );
}

function Card({ program }: { program: Program }) {
  const { final, full } = program.mine.price;
  return (
    <Paper component="article" className={classes['card']} aria-labelledby={`program-${program.id}`}>
      <Text size="sm" c="dimmed">
        {program.program_type}
      </Text>
      <TextLink to="/programs/$programId" params={{ programId: program.id }} id={`program-${program.id}`} fw={650} size="lg" className={classes['stretched']!}>
        {program.title}
      </TextLink>
      {program.description && (
        <Text size="sm" c="dimmed" lineClamp={3}>
          {program.description}
        </Text>
      )}
      <Group justify="space-between" gap="xs" mt="auto" pt="xs">
        <Text fw={650}>
          {program.price === 0 ? 'Free' : <Money amount={final} currency={program.currency} />}
          {final < full && (
            <Text component="s" td="line-through" size="sm" c="dimmed" ml={8}>
              <Money amount={full} currency={program.currency} />
            </Text>
          )}
        </Text>
        <Standing program={program} />
      </Group>
    </Paper>
  );
}

/** Where somebody stands with a program, in a word. */
export function Standing({ program }: { program: Program }) {
  if (program.mine.reason === 'purchased') return <StatusMark tone="good">Enrolled</StatusMark>;
  if (program.mine.has_access && program.mine.reason !== 'free') return <StatusMark tone="good">Open to you</StatusMark>;
  if (program.mine.purchase?.status === 'pending') return <StatusMark tone="waiting">Not paid yet</StatusMark>;
  if (program.seats_left === 0) return <StatusMark tone="quiet">Full</StatusMark>;
  if (program.seats_left !== null && program.seats_left <= 3) return <StatusMark tone="waiting">{`${program.seats_left} left`}</StatusMark>;
  return null;
}
