import { Button, Skeleton, Stack, useComputedColorScheme } from '@mantine/core';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { Stripe, StripeElements } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { createIntent } from '../../../api.js';
import { ApiError } from '../../../client.js';
import { ErrorState } from '../../../ui/error-state.js';
import { formatMoney } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';
import { intentIdOf, outcomeOf, type Outcome } from './outcome.js';
import { Refusal } from './refusal.js';
import { usePay } from './use-pay.js';

/** Stripe's own form: the card is typed into Stripe's frame. It shows the ways to pay that the opened payment allows. */
export function StripeForm({ invoice, publishableKey }: { invoice: Invoice; publishableKey: string }) {
  const stripe = useQuery(stripeQuery(publishableKey));
  const opened = useQuery(openedQuery(invoice));
  const dark = useComputedColorScheme('light') === 'dark';
  const failed = [stripe, opened].find((query) => query.isError);
  if (failed?.error) return <ErrorState title="The payment form could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!stripe.data || !opened.data) return <Skeleton height={260} />;
  const { clientSecret } = opened.data;
  const variables = { colorPrimary: dark ? '#78bfac' : '#08574a', borderRadius: '8px' };
  return (
    <Elements key={clientSecret} stripe={stripe.data} options={{ clientSecret, appearance: { theme: dark ? 'night' : 'stripe', variables } }}>
      <Inside invoice={invoice} clientSecret={clientSecret} />
    </Elements>
  );
}

/** Our server finds the same live payment again while the amount is the same. */
const openedQuery = ({ id, amount_due: amount }: Invoice) =>
  queryOptions({ queryKey: ['opened', id, amount], queryFn: () => createIntent(id, amount), staleTime: Infinity, gcTime: 0 });

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

function Inside({ invoice, clientSecret }: { invoice: Invoice; clientSecret: string }) {
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
    await pay((_secret, return_url) => confirmAtStripe(stripe, elements, return_url, clientSecret), clientSecret);
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

async function confirmAtStripe(stripe: Stripe, elements: StripeElements, return_url: string, clientSecret: string): Promise<Outcome> {
  const { error, paymentIntent } = await stripe.confirmPayment({ elements, confirmParams: { return_url }, redirect: 'if_required' });
  const intent = paymentIntent ?? error?.payment_intent;
  if (intent && intent.status !== 'requires_payment_method') return outcomeOf(intent);
  // Only a refusal is known to be unpaid; anything else the result page finds out.
  const unpaid = error?.type === 'card_error' || error?.type === 'validation_error' || error?.type === 'invalid_request_error';
  return unpaid ? { kind: 'refused', message: error.message ?? 'Your card was declined.' } : { kind: 'done', intentId: intentIdOf(clientSecret) };
}
