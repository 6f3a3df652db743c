import { Button, Skeleton, Stack, useComputedColorScheme } from '@mantine/core';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../../../client.js';
import { ErrorState } from '../../../ui/error-state.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';
import { intentIdOf, type Outcome } from './outcome.js';
import { Refusal } from './refusal.js';
import { usePay } from './use-pay.js';

/** Stripe's own form: the card is typed into Stripe's frame. */
export function StripeForm({ invoice, publishableKey }: { invoice: Invoice; publishableKey: string }) {
  const stripe = useQuery(stripeQuery(publishableKey));
  const dark = useComputedColorScheme('light') === 'dark';
  const amount = Math.round(invoice.amount_due * 10 ** decimalsOf(invoice.currency));
  if (stripe.isError) return <ErrorState title="The payment form could not be loaded" error={stripe.error} onRetry={() => void stripe.refetch()} />;
  if (!stripe.data) return <Skeleton height={260} />;
  return (
    <Elements
      stripe={stripe.data}
      options={{
        mode: 'payment',
        amount,
        currency: invoice.currency.toLowerCase(),
        appearance: { theme: dark ? 'night' : 'stripe', variables: { colorPrimary: dark ? '#78bfac' : '#08574a', borderRadius: '8px' } },
      }}
    >
      <Inside invoice={invoice} />
    </Elements>
  );
}

/** Stripe's script comes from Stripe; a blocker or a broken line keeps it away. */
const stripeQuery = (publishableKey: string) =>
  queryOptions({
    queryKey: ['stripe', publishableKey],
    queryFn: async () => {
      const stripe = await loadStripe(publishableKey).catch(() => null);
      if (stripe) return stripe;
      throw new ApiError(0, 'unreachable', 'Stripe cannot be reached. Check your connection and anything that blocks scripts.', null, null);
    },
    staleTime: Infinity,
    structuralSharing: false,
  });

function Inside({ invoice }: { invoice: Invoice }) {
  const stripe = useStripe();
  const elements = useElements();
  const [ready, setReady] = useState(false);
  const { pay, busy, refusal } = usePay(invoice);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!stripe || !elements) return;
    const { error } = await elements.submit();
    // Stripe shows what is missing inside its own form.
    if (error) return;
    await pay(async (clientSecret, returnUrl): Promise<Outcome> => {
      const intentId = intentIdOf(clientSecret);
      const { error: refused, paymentIntent } = await stripe.confirmPayment({
        elements,
        clientSecret,
        confirmParams: { return_url: returnUrl },
        redirect: 'if_required',
      });
      if (paymentIntent) return { kind: 'done', intentId };
      // Only a refused card is known to be unpaid; anything else the result page finds out.
      const unpaid = refused?.type === 'card_error' || refused?.type === 'validation_error' || refused?.type === 'invalid_request_error';
      return unpaid ? { kind: 'refused', message: refused.message ?? 'Your card was declined.' } : { kind: 'done', intentId };
    });
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {refusal && <Refusal message={refusal.message} />}
        <PaymentElement onReady={() => setReady(true)} />
        <Button type="submit" loading={busy} disabled={!ready} size="lg" fullWidth>
          {`Pay ${formatMoney(invoice.amount_due, invoice.currency)}`}
        </Button>
      </Stack>
    </form>
  );
}
