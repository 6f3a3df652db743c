import { Button, Skeleton, Stack } from '@mantine/core';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { Stripe, StripeElements } from '@stripe/stripe-js';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { openPayment } from '../../../api.js';
import { ErrorState } from '../../../ui/error-state.js';
import { formatMoney } from '../../../ui/money.js';
import { ordered, type Basket } from './basket.js';
import { intentIdOf, outcomeOf, type Outcome } from '../../../ui/pay/outcome.js';
import { Refusal } from '../../../ui/pay/refusal.js';
import { stripeQuery, useStripeLook } from '../../../ui/pay/stripe-script.js';
import { usePay, type Opened } from './use-pay.js';

/** Stripe's own form: the card is typed into Stripe's frame. It shows the ways to pay that the opened payment allows. */
export function StripeForm({ basket, publishableKey }: { basket: Basket; publishableKey: string }) {
  const stripe = useQuery(stripeQuery(publishableKey));
  const opened = useQuery(openedQuery(basket));
  const appearance = useStripeLook();
  const failed = [stripe, opened].find((query) => query.isError);
  if (failed?.error) return <ErrorState title="The payment form could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!stripe.data || !opened.data) return <Skeleton height={260} />;
  const { clientSecret } = opened.data;
  return (
    <Elements key={clientSecret} stripe={stripe.data} options={{ clientSecret, appearance }}>
      <Inside basket={basket} opened={opened.data} />
    </Elements>
  );
}

/** Our server finds the same live payment again while the amounts are the same. */
const openedQuery = (basket: Basket) =>
  queryOptions({
    queryKey: ['opened', ordered(basket)],
    queryFn: async (): Promise<Opened> => {
      const { payment_id: paymentId, client_secret: clientSecret } = await openPayment(ordered(basket));
      return { paymentId, clientSecret };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

function Inside({ basket, opened }: { basket: Basket; opened: Opened }) {
  const stripe = useStripe();
  const elements = useElements();
  const [ready, setReady] = useState(false);
  const { pay, busy, refusal } = usePay(basket);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!stripe || !elements) return;
    const { error } = await elements.submit();
    // Stripe shows what is missing inside its own form.
    if (error) return;
    await pay((_secret, return_url) => confirmAtStripe(stripe, elements, return_url, opened.clientSecret), opened);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {refusal && <Refusal message={refusal.message} />}
        <PaymentElement onReady={() => setReady(true)} />
        <Button type="submit" loading={busy} disabled={!ready} size="lg" fullWidth>
          {`Pay ${formatMoney(basket.amount, basket.currency)}`}
        </Button>
      </Stack>
    </form>
  );
}

/** What was said at Stripe's form, in our words. */
export async function confirmAtStripe(stripe: Stripe, elements: StripeElements, return_url: string, clientSecret: string): Promise<Outcome> {
  const { error, paymentIntent } = await stripe.confirmPayment({ elements, confirmParams: { return_url }, redirect: 'if_required' });
  const intent = paymentIntent ?? error?.payment_intent;
  if (intent && intent.status !== 'requires_payment_method') return outcomeOf(intent);
  // Only a refusal is known to be unpaid; anything else the result page finds out.
  const unpaid = error?.type === 'card_error' || error?.type === 'validation_error' || error?.type === 'invalid_request_error';
  return unpaid ? { kind: 'refused', message: error.message ?? 'Your card was declined.' } : { kind: 'done', intentId: intentIdOf(clientSecret) };
}
