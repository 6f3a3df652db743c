import { Alert, Skeleton } from '@mantine/core';
import { IconCreditCardOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useConfig } from '../../../app/session.js';
import { outcomeOf } from '../../../ui/pay/outcome.js';
import { retrieve } from '../../../ui/pay/retrieve.js';

/** Back from the bank's page: looks whether the card was saved. `onSaved` leads away from this address. */
export function Returned({ intentId, onSaved }: { intentId: string; onSaved: () => void }) {
  const config = useConfig();
  const look = useQuery({
    queryKey: ['setup', intentId],
    queryFn: async ({ signal }) => {
      const intent = await retrieve(config, intentId);
      const outcome = intent ? outcomeOf(intent) : null;
      if (outcome?.kind === 'done' && !signal.aborted) onSaved();
      return outcome;
    },
    gcTime: 0,
  });
  if (look.isPending || look.data?.kind === 'done') return <Skeleton height={56} />;
  const message = look.data?.kind === 'refused' ? look.data.message : 'The bank did not approve it, or its answer is not known here.';
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconCreditCardOff aria-hidden />} title="The card was not saved">
      {message}
    </Alert>
  );
}
