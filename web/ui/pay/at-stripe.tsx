import { Skeleton } from '@mantine/core';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { Stripe, StripeElements } from '@stripe/stripe-js';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '../error-state.js';
import { CardFrame } from './card-frame.js';
import { intentIdOf, outcomeOf, type Outcome } from './outcome.js';
import { stripeQuery, useStripeLook } from './stripe-script.js';
import type { Opened } from './pay-through.js';
import { useConfirm, type PayHereProps } from './use-confirm.js';

/** Stripe's own form: the card is typed into Stripe's frame. It shows the ways to pay that the opened payment allows. */
export function AtStripe({ publishableKey, ...props }: PayHereProps & { publishableKey: string }) {
  const stripe = useQuery(stripeQuery(publishableKey));
  const opened = useQuery(queryOptions({ queryKey: ['opened', ...props.openKey], queryFn: props.open, staleTime: Infinity, gcTime: 0, retry: false }));
  const appearance = useStripeLook();
  const failed = [stripe, opened].find((query) => query.isError);
  if (failed?.error) return <ErrorState title="The form could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!stripe.data || !opened.data) return <Skeleton height={260} />;
  const { client_secret: clientSecret } = opened.data;
  return (
    <Elements key={clientSecret} stripe={stripe.data} options={{ clientSecret, appearance }}>
      <Inside {...props} opened={opened.data} />
    </Elements>
  );
}

function Inside({ opened, label, saving, ...props }: PayHereProps & { opened: Opened }) {
  const stripe = useStripe();
  const elements = useElements();
  const [ready, setReady] = useState(false);
  const { confirm, busy, refusal, unseen } = useConfirm(props);
  const submit = async () => {
    if (!stripe || !elements) return;
    // Stripe shows what is missing inside its own form.
    const { error } = await elements.submit();
    if (!error) await confirm((secret, returnUrl) => confirmAtStripe({ stripe, elements, returnUrl }, secret), opened);
  };
  return (
    <CardFrame label={label} saving={saving} refusal={refusal} unseen={unseen} busy={busy} disabled={!ready} onSubmit={() => void submit()}>
      <PaymentElement onReady={() => setReady(true)} />
    </CardFrame>
  );
}

interface Door {
  stripe: Stripe;
  elements: StripeElements;
  returnUrl: string;
}

/** What was said at Stripe's form, in our words. */
async function confirmAtStripe(door: Door, clientSecret: string): Promise<Outcome> {
  const saving = clientSecret.startsWith('seti_');
  const { error, intent } = saving ? await setUp(door) : await pay(door);
  if (intent && intent.status !== 'requires_payment_method') return outcomeOf(intent);
  // Only a refusal is known to be unpaid; anything else our server finds out.
  const unpaid = saving || error?.type === 'card_error' || error?.type === 'validation_error' || error?.type === 'invalid_request_error';
  return unpaid ? { kind: 'refused', message: error?.message ?? 'Your card was declined.' } : { kind: 'done', intentId: intentIdOf(clientSecret) };
}

async function pay({ stripe, elements, returnUrl }: Door) {
  const { error, paymentIntent } = await stripe.confirmPayment({ elements, confirmParams: { return_url: returnUrl }, redirect: 'if_required' });
  return { error, intent: paymentIntent ?? error?.payment_intent };
}

async function setUp({ stripe, elements, returnUrl }: Door) {
  const { error, setupIntent } = await stripe.confirmSetup({ elements, confirmParams: { return_url: returnUrl }, redirect: 'if_required' });
  return { error, intent: setupIntent ?? error?.setup_intent };
}
