import { Alert, Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { moveAppointment, type AppointmentStep } from '../../api.js';
import { BackLink } from '../../ui/back-link.js';
import { AskFirst } from '../../ui/ask-first.js';
import { appointmentQuery } from '../../ui/appointments/queries.js';
import { visitName } from '../../ui/appointments/visit.js';
import { VisitFacts } from '../../ui/appointments/visit-facts.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageHead } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import type { Appointment } from '../../wire.js';

/** One visit, and the next thing to do with it. */
export function AdminAppointmentPage() {
  const { appointmentId } = useParams({ from: '/signed-in/admin/appointments/$appointmentId' });
  const { data: visit, error, refetch } = useQuery(appointmentQuery(appointmentId));
  if (error && !visit) return <ErrorState title="This visit could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!visit) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title={visitName(visit)}
        note={visit.customer.name}
        back={<BackLink to="/admin/appointments">All appointments</BackLink>}
      />
      <Stack gap="lg" maw={720}>
        <VisitFacts visit={visit} />
        <Steps visit={visit} />
      </Stack>
    </>
  );
}

function Steps({ visit }: { visit: Appointment }) {
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: (step: AppointmentStep) => moveAppointment(visit.id, step),
    onSuccess: (moved) => {
      queries.setQueryData(appointmentQuery(visit.id).queryKey, moved);
      void queries.invalidateQueries({ queryKey: ['appointments'] });
    },
  });
  const busy = (step: AppointmentStep) => move.isPending && move.variables === step;
  return (
    <Stack gap="md">
      {move.error && <Alert color="red" variant="light" role="alert" title={move.error.message} />}
      {visit.status === 'in_progress' && (
        <Group>
          <Button loading={busy('complete')} onClick={() => move.mutate('complete')}>
            The work is done
          </Button>
        </Group>
      )}
      {visit.status === 'scheduled' && (
        <Group>
          <Button loading={busy('start')} onClick={() => move.mutate('start')}>
            Start
          </Button>
          <AskFirst
            label="Call it off"
            button={{ variant: 'default' }}
            question="Call this visit off?"
            showQuestion
            keep="Keep the visit"
            go="Call off, free of charge"
            harsh
            busy={busy('call-off')}
            onGo={() => move.mutateAsync('call-off')}
          />
        </Group>
      )}
    </Stack>
  );
}
