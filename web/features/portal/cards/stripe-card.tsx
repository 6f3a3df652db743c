import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { openCard } from '../../../api.js';
import { ErrorState } from '../../../ui/error-state.js';
import { stripeQuery, useStripeLook } from '../../../ui/pay/stripe-script.js';
import { cardReturnAddress, NotSaved, type AddCardProps } from './saving.js';

/** Stripe's own form for saving a card. */
export function StripeCard({ publishableKey, ...props }: AddCardProps & { publishableKey: string }) {
  const stripe = useQuery(stripeQuery(publishableKey));
  const opened = useQuery({ queryKey: ['opened-card'], queryFn: openCard, staleTime: Infinity, gcTime: 0 });
  const appearance = useStripeLook();
  const failed = [stripe, opened].find((query) => query.isError);
  if (failed?.error) return <ErrorState title="The form could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!stripe.data || !opened.data) return <Skeleton height={200} />;
  return (
    <Elements stripe={stripe.data} options={{ clientSecret: opened.data.client_secret, appearance }}>
      <Inside {...props} />
    </Elements>
  );
}

function Inside({ onSaved, onCancel }: AddCardProps) {
  const stripe = useStripe();
  const elements = useElements();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!stripe || !elements || busy) return;
    setBusy(true);
    setRefusal(undefined);
    const { error } = await stripe.confirmSetup({ elements, confirmParams: { return_url: cardReturnAddress() }, redirect: 'if_required' });
    setBusy(false);
    if (error) setRefusal(error.message ?? 'The card was refused.');
    else onSaved();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {refusal && <NotSaved message={refusal} />}
        <PaymentElement />
        <Group>
          <Button type="submit" loading={busy}>
            Save the card
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
