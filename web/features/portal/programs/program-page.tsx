import { Alert, Button, Checkbox, Group, Paper, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconCircleCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { enrol } from '../../../api-programs.js';
import { useConfig } from '../../../app/session.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ButtonLink, TextLink } from '../../../ui/links.js';
import { formatMoney } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { PriceLines } from '../../../ui/programs/price-lines.js';
import { programQuery } from '../../../ui/programs/queries.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import { useOnce } from '../../../ui/use-once.js';
import type { Program } from '../../../wire.js';
import { Standing } from './programs-page.js';
import classes from './programs.module.css';

/** One program: what it is, what it costs and why, and the way in. */
export function ProgramPage() {
  const { programId } = useParams({ from: '/signed-in/programs/$programId' });
  const { cancelled } = useSearch({ from: '/signed-in/programs/$programId' });
  const query = useQuery(programQuery(programId));
  if (query.isError && !query.data) return <ErrorState title="This program could not be loaded" error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <PageSkeleton />;
  const program = query.data;
  return (
    <>
      <PageHead
        title={program.title}
        note={program.program_type}
        actions={<Standing program={program} />}
        back={
          <TextLink to="/programs" size="sm">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All programs
          </TextLink>
        }
      />
      <div className={classes['columns']}>
        <Stack gap="md">
          {cancelled && !program.mine.has_access && (
            <Alert color="gray" variant="light" title="You went back without paying">
              <Text size="sm">Nothing was charged. You can begin again whenever you like.</Text>
            </Alert>
          )}
          <Paper p={{ base: 'md', sm: 'lg' }}>
            <Text className={classes['words']!}>{program.description ?? 'There is no description yet.'}</Text>
          </Paper>
          <About program={program} />
        </Stack>
        <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-label="Enrol">
          <WayIn program={program} />
        </Paper>
      </div>
    </>
  );
}

function About({ program }: { program: Program }) {
  const { seats, seats_left: left, mentors, early_bird_until: until } = program;
  const facts = [
    ...(mentors.length > 0 ? [{ name: mentors.length === 1 ? 'Mentor' : 'Mentors', value: mentors.map((mentor) => mentor.name).join(', ') }] : []),
    ...(seats === null ? [] : [{ name: 'Places', value: left === 0 ? 'All taken' : `${left} of ${seats} left` }]),
    ...(until !== null && program.early_bird_discount > 0 ? [{ name: 'Early bird', value: <EarlyBird program={program} until={until} /> }] : []),
  ];
  if (facts.length === 0) return null;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }}>
      <Stack component="dl" gap={8} m={0}>
        {facts.map(({ name, value }) => (
          <Group key={name} justify="space-between" gap="md" wrap="nowrap" align="start">
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} size="sm" fw={500} ta="right">
              {value}
            </Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

function EarlyBird({ program, until }: { program: Program; until: string }) {
  const off = formatMoney(program.early_bird_discount, program.currency);
  return program.mine.price.early_bird_discount > 0 ? <>{off} off until <Day value={until} time /></> : <>was {off} off until <Day value={until} time /></>;
}

function WayIn({ program }: { program: Program }) {
  const { mine } = program;
  if (mine.reason === 'purchased' && mine.purchase) {
    return (
      <Stack gap="md">
        <Group gap="xs" wrap="nowrap">
          <IconCircleCheck aria-hidden color="var(--pd-brand-text)" />
          <Text fw={650}>You are enrolled</Text>
        </Group>
        <Text size="sm" c="dimmed">
          Order {mine.purchase.order_number}
        </Text>
        <ButtonLink to="/purchases/$purchaseId/receipt" params={{ purchaseId: mine.purchase.id }} variant="default">
          View receipt
        </ButtonLink>
      </Stack>
    );
  }
  if (program.price === 0) return <Text fw={650}>This program is free and open to everybody.</Text>;
  if (!program.active) return <Text>This program is no longer offered.</Text>;
  if (program.seats_left === 0 && mine.purchase?.status !== 'pending') return <Text>This program is full.</Text>;
  return <Order program={program} />;
}

function Order({ program }: { program: Program }) {
  const [classRep, setClassRep] = useState(false);
  const order = useEnrol(program);
  const price = classRep ? program.mine.class_rep_price : program.mine.price;
  const repsLeft = program.class_reps_left;
  const offersRep = program.class_rep_discount > 0;
  return (
    <Stack gap="md">
      {program.mine.has_access && <Text size="sm" c="dimmed">It is open to you already ({program.mine.reason}). You can enrol all the same.</Text>}
      <PriceLines price={price} currency={program.currency} total="You pay" />
      {offersRep && (
        <Checkbox
          checked={classRep}
          disabled={repsLeft === 0}
          onChange={(event) => setClassRep(event.currentTarget.checked)}
          label="I will be a class representative"
          description={repsLeft === 0 ? 'All places for class representatives are taken.' : `${formatMoney(program.class_rep_discount, program.currency)} off${repsLeft === null ? '' : `, ${repsLeft} left`}`}
        />
      )}
      {order.error && <Alert color="red" variant="light" role="alert" title={order.error.message} />}
      <Button size="md" loading={order.isPending || order.isSuccess} onClick={() => order.mutate(classRep)}>
        {price.final === 0 ? 'Enrol' : `Enrol and pay ${formatMoney(price.final, program.currency)}`}
      </Button>
      <Text size="sm" c="dimmed">
        {price.final === 0 ? 'Nothing to pay: you are in at once.' : 'You pay on the secure page of our card processor. The price stays as it is now while you do.'}
      </Text>
    </Stack>
  );
}

/** Leads to the page of the processor. The same order repeated after silence is one order. */
function useEnrol(program: Program) {
  const queries = useQueryClient();
  const { stripe } = useConfig();
  return useOnce((classRep: boolean, key) => enrol(program.id, classRep, key), {
    onSuccess: ({ url }) => location.assign(reachable(url, stripe.sandbox_port)),
    onError: () => void queries.invalidateQueries({ queryKey: ['programs'] }),
  });
}

/** The stand-in of a demo is at the host by which this page was reached. */
function reachable(url: string, sandboxPort: number | null): string {
  const place = new URL(url);
  if (sandboxPort !== null && place.port === String(sandboxPort)) place.hostname = location.hostname;
  return place.origin === new URL(url).origin ? url : place.href;
}
