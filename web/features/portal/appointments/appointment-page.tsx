import { Paper, Stack, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useConfig } from '../../../app/session.js';
import { appointmentQuery } from '../../../ui/appointments/queries.js';
import { visitName } from '../../../ui/appointments/visit.js';
import { VisitFacts } from '../../../ui/appointments/visit-facts.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Appointment } from '../../../wire.js';
import { CancelVisit } from './cancel-visit.js';

/** One visit, and what cancelling it would mean. */
export function AppointmentPage() {
  const { appointmentId } = useParams({ from: '/signed-in/appointments/$appointmentId' });
  const { data: visit, error, refetch } = useQuery(appointmentQuery(appointmentId));
  if (error && !visit) return <ErrorState title="This visit could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!visit) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title={visitName(visit)}
        back={
          <TextLink to="/appointments" size="sm">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All appointments
          </TextLink>
        }
      />
      <Stack gap="lg" maw={720}>
        <VisitFacts visit={visit} />
        {visit.status === 'scheduled' && <CancelVisit visit={visit} />}
        {visit.status === 'cancelled' && <Cancelled visit={visit} />}
      </Stack>
    </>
  );
}

function Cancelled({ visit }: { visit: Appointment }) {
  const { business } = useConfig();
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} aria-live="polite">
      <Text>
        {visit.cancelled_by === 'business' ? 'We had to call this visit off' : 'You cancelled this visit'} on <Day value={visit.cancelled_at} time />.{' '}
        {visit.late_fee ? (
          <>
            Because it was late, it cost <Money amount={visit.late_fee} currency={business.currency} fw={600} />; you find the invoice in your list.
          </>
        ) : (
          'It costs nothing.'
        )}
      </Text>
    </Paper>
  );
}
