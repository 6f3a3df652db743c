import { Alert, Loader, Stack, Text } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { returnFromCheckout } from '../../../api-programs.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ButtonLink } from '../../../ui/links.js';
import type { Enrolment } from '../../../wire.js';
import { PurchaseSlip } from './purchase-slip.js';

const AGAIN_MS = 2_000;
/** After that the money is really on its way, and a letter will tell. */
const MOST_TURNS = 30;
const FEW_TURNS = 5;

/** Back from paying. Our server asks the processor itself, so that a late webhook keeps nobody waiting. */
export function EnrolledPage() {
  const from = useSearch({ from: '/signed-in/programs/enrolled' });
  const queries = useQueryClient();
  const back = useQuery({
    queryKey: ['purchases', 'return', from],
    queryFn: ({ signal }) => returnFromCheckout(from, signal),
    refetchInterval: ({ state }) => (state.dataUpdateCount < turnsFor(state.data?.status) ? AGAIN_MS : false),
    enabled: from.session !== undefined || from.order !== undefined,
  });
  const status = back.data?.status;
  useEffect(() => {
    if (status === 'completed') for (const name of ['programs', 'purchases']) void queries.invalidateQueries({ queryKey: [name], predicate: ({ queryKey }) => queryKey[1] !== 'return' });
  }, [status, queries]);
  if (from.session === undefined && from.order === undefined) return <Nothing />;
  if (back.isError && !back.data) return <ErrorState title="Your order could not be loaded" error={back.error} onRetry={() => void back.refetch()} />;
  if (!back.data) return <Waiting>Looking at your payment</Waiting>;
  // The processor sends only payers here; an earlier attempt that was declined may be all that we have heard of.
  if (back.data.status === 'failed' && back.isFetching) return <Waiting>Looking at your payment</Waiting>;
  if (back.data.status === 'failed') return <Failed programId={back.data.program.id} />;
  if (back.data.status === 'pending') return <Waiting>Your payment is being processed. You can leave this page: we write to you as soon as it is done.</Waiting>;
  return <PurchaseSlip purchase={back.data} fresh />;
}

function turnsFor(status: Enrolment['status'] | undefined): number {
  return status === 'pending' ? MOST_TURNS : status === 'failed' ? FEW_TURNS : 0;
}

function Waiting({ children }: { children: string }) {
  return (
    <Stack align="center" gap="md" py={64} aria-live="polite" aria-busy="true">
      <Loader aria-hidden />
      <Text ta="center" maw={420}>
        {children}
      </Text>
    </Stack>
  );
}

function Failed({ programId }: { programId: string }) {
  return (
    <Stack maw={520} mx="auto" gap="md">
      <Alert color="red" variant="light" role="alert" title="The payment did not go through">
        <Text size="sm">Nothing was charged, and you are not enrolled. Try again, perhaps with another card.</Text>
      </Alert>
      <ButtonLink to="/programs/$programId" params={{ programId }}>
        Back to the program
      </ButtonLink>
    </Stack>
  );
}

function Nothing() {
  return (
    <EmptyState level={1} icon={IconSchool} title="No order here" action={<ButtonLink to="/programs">All programs</ButtonLink>}>
      This page shows an order right after it was paid.
    </EmptyState>
  );
}
