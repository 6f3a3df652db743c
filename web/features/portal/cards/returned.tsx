import { Alert, Skeleton } from '@mantine/core';
import { IconCreditCardOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useConfig } from '../../../app/session.js';
import { keepSecret, outcomeOf } from '../../../ui/pay/outcome.js';
import { retrieve } from '../../../ui/pay/retrieve.js';

/** Back from the bank's page: looks whether the card was saved. */
export function Returned({ intentId, onSaved }: { intentId: string; onSaved: () => void }) {
  const { setup_intent_client_secret: secret } = useSearch({ from: '/signed-in/cards' });
  const config = useConfig();
  const look = useQuery({
    queryKey: ['setup', intentId],
    queryFn: async () => {
      if (secret) keepSecret(secret);
      const intent = await retrieve(config, intentId);
      return intent ? outcomeOf(intent) : null;
    },
    gcTime: 0,
  });
  const saved = look.data?.kind === 'done';
  useEffect(() => {
    if (saved) onSaved();
    // Once: leaving this address takes the component away.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [saved]);
  if (look.isPending || saved) return <Skeleton height={56} />;
  const message = look.data?.kind === 'refused' ? look.data.message : 'The bank did not approve it, or its answer is not known here.';
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconCreditCardOff aria-hidden />} title="The card was not saved">
      {message}
    </Alert>
  );
}
