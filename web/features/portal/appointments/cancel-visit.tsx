import { Alert, Group, Paper, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancelAppointment } from '../../../api.js';
import { useConfig } from '../../../app/session.js';
import { ApiError } from '../../../client.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { appointmentQuery } from '../../../ui/appointments/queries.js';
import { Day } from '../../../ui/day.js';
import { formatMoney } from '../../../ui/money.js';
import type { Appointment } from '../../../wire.js';

/** Says what cancelling costs before it happens; the button of the last step names the price again. */
export function CancelVisit({ visit }: { visit: Appointment }) {
  const { business } = useConfig();
  const cancel = useCancel(visit);
  const { allowed, fee } = visit.cancellation;
  const price = formatMoney(fee, business.currency);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="cancel">
      <Title order={2} id="cancel" mb="xs">
        Can’t make it?
      </Title>
      <Policy visit={visit} price={price} />
      {cancel.error && <Alert color="red" variant="light" role="alert" mt="md" title={cancel.error.message} />}
      {allowed && (
        <Group mt="md">
          <AskFirst
            label="Cancel this visit"
            button={{ variant: 'default' }}
            question="Cancel this visit?"
            keep="Keep the visit"
            go={fee > 0 ? `Cancel and pay ${price}` : 'Cancel, free of charge'}
            harsh
            busy={cancel.isPending}
            onGo={() => cancel.mutateAsync()}
          />
        </Group>
      )}
    </Paper>
  );
}

function Policy({ visit, price }: { visit: Appointment; price: string }) {
  const { allowed, fee, free_until: freeUntil } = visit.cancellation;
  if (!allowed) return <Text>It is too late to cancel here. Please call us.</Text>;
  if (fee > 0) {
    return (
      <Text>
        Cancelling was free until <Day value={freeUntil} time />. Now it costs {price}, which we bill you.
      </Text>
    );
  }
  return freeUntil === null ? (
    <Text>You can cancel free of charge until the visit begins.</Text>
  ) : (
    <Text>
      You can cancel free of charge until <Day value={freeUntil} time />.
    </Text>
  );
}

function useCancel(visit: Appointment) {
  const queries = useQueryClient();
  const { queryKey } = appointmentQuery(visit.id);
  return useMutation({
    mutationFn: () => cancelAppointment(visit.id, visit.cancellation.fee),
    onSuccess: (cancelled) => {
      queries.setQueryData(queryKey, cancelled);
      for (const key of ['appointments', 'invoices', 'standing']) void queries.invalidateQueries({ queryKey: [key] });
    },
    // The price or the state is another one than was shown.
    onError: (failure) => {
      if (failure instanceof ApiError && failure.status === 409) void queries.invalidateQueries({ queryKey });
    },
  });
}
