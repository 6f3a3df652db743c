import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { Stripe, StripeElements } from '@stripe/stripe-js';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useConfig } from '../../app/session.js';
import { ApiError } from '../../client.js';
import { ErrorState } from '../error-state.js';
import { onYellow } from '../on-yellow.js';
import { CardFields, useTypedCard } from './card-fields.js';
import { intentIdOf, keepSecret, outcomeOf, type Outcome } from './outcome.js';
import { Refusal } from './refusal.js';
import { confirmAtSandbox, type SandboxDoor } from './sandbox.js';
import { stripeQuery, useStripeLook } from './stripe-script.js';
import { TestCards } from './test-cards.js';

export interface PayHereProps {
  /** What the button says: "Pay $500.00". */
  label: string;
  /** Opens (or finds again) the payment at our server. The same `openKey` gives the same payment. */
  open: () => Promise<{ client_secret: string }>;
  openKey: readonly unknown[];
  /** Where the bank's page comes back to. */
  returnUrl: string;
  /** The processor has it: our server is to be asked. */
  onDone: () => Promise<unknown>;
}

type Confirm = (clientSecret: string) => Promise<Outcome>;
type Refused = Extract<Outcome, { kind: 'refused' }>;

/** A card form that needs no account: whoever shows it says how a payment is opened. No card number comes near our server. */
export function PayHere(props: PayHereProps) {
  const { stripe: { publishable_key: publishableKey, sandbox_port: sandboxPort } } = useConfig();
  if (!publishableKey) {
    return (
      <Alert color="yellow" variant="light" styles={onYellow} title="Card payments are not set up yet">
        <Text size="sm">The business has not connected its payment processor. Please pay another way, or ask them.</Text>
      </Alert>
    );
  }
  return sandboxPort === null ? <AtStripe {...props} publishableKey={publishableKey} /> : <AtSandbox {...props} door={{ publishableKey, sandboxPort }} />;
}

/** Confirms once at a time, keeps what was refused, and leads on. */
function useConfirm({ onDone }: PayHereProps) {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refused>();
  const confirm = async (attempt: () => Promise<Outcome>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    const outcome = await attempt().catch(refusedBy);
    if (outcome.kind === 'redirect') return location.assign(outcome.url);
    if (outcome.kind === 'refused') setRefusal(outcome);
    // Refused may mean paid meanwhile, in another tab: the page looks again either way.
    await onDone().catch(() => undefined);
    running.current = false;
    setBusy(false);
  };
  return { confirm, busy, refusal, forget: () => setRefusal(undefined) };
}

function refusedBy(failure: unknown): Outcome {
  if (!(failure instanceof ApiError)) throw failure;
  return { kind: 'refused', message: `${failure.message}${failure.retryAfterSeconds ? ` Wait ${failure.retryAfterSeconds} seconds.` : ''}` };
}

function AtSandbox({ door, ...props }: PayHereProps & { door: SandboxDoor }) {
  const { mode } = useConfig();
  const { typed, faults, set, fill, read } = useTypedCard();
  const { confirm, busy, refusal, forget } = useConfirm(props);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const card = read();
    if (!card) return;
    void confirm(async () => {
      const { client_secret: secret } = await props.open();
      keepSecret(secret);
      return confirmAtSandbox(door, secret, card, props.returnUrl);
    });
  };
  const refused = refusal?.field ? { [refusal.field]: refusal.message } : {};
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {refusal && <Refusal message={refusal.message} />}
        {mode === 'demo' && <TestCards onChoose={(card) => (forget(), fill(card))} />}
        <CardFields typed={typed} faults={{ ...refused, ...faults }} set={set} disabled={busy} />
        <Button type="submit" loading={busy} size="lg" fullWidth>
          {props.label}
        </Button>
      </Stack>
    </form>
  );
}

function AtStripe({ publishableKey, ...props }: PayHereProps & { publishableKey: string }) {
  const stripe = useQuery(stripeQuery(publishableKey));
  const opened = useQuery(queryOptions({ queryKey: ['opened-here', ...props.openKey], queryFn: props.open, staleTime: Infinity, gcTime: 0, retry: false }));
  const appearance = useStripeLook();
  const failed = [stripe, opened].find((query) => query.isError);
  if (failed?.error) return <ErrorState title="The payment form could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!stripe.data || !opened.data) return <Skeleton height={260} />;
  const clientSecret = opened.data.client_secret;
  return (
    <Elements key={clientSecret} stripe={stripe.data} options={{ clientSecret, appearance }}>
      <InsideStripe {...props} clientSecret={clientSecret} />
    </Elements>
  );
}

function InsideStripe({ clientSecret, ...props }: PayHereProps & { clientSecret: string }) {
  const stripe = useStripe();
  const elements = useElements();
  const [ready, setReady] = useState(false);
  const { confirm, busy, refusal } = useConfirm(props);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!stripe || !elements) return;
    // Stripe shows what is missing inside its own form.
    const { error } = await elements.submit();
    if (!error) await confirm(() => confirmAtStripe(stripe, elements, props.returnUrl)(clientSecret));
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {refusal && <Refusal message={refusal.message} />}
        <PaymentElement onReady={() => setReady(true)} />
        <Button type="submit" loading={busy} disabled={!ready} size="lg" fullWidth>
          {props.label}
        </Button>
      </Stack>
    </form>
  );
}

function confirmAtStripe(stripe: Stripe, elements: StripeElements, returnUrl: string): Confirm {
  return async (clientSecret) => {
    keepSecret(clientSecret);
    const { error, paymentIntent } = await stripe.confirmPayment({ elements, confirmParams: { return_url: returnUrl }, redirect: 'if_required' });
    const intent = paymentIntent ?? error?.payment_intent;
    if (intent && intent.status !== 'requires_payment_method') return outcomeOf(intent);
    // Only a refusal is known to be unpaid; anything else our server finds out.
    const unpaid = error?.type === 'card_error' || error?.type === 'validation_error' || error?.type === 'invalid_request_error';
    return unpaid ? { kind: 'refused', message: error.message ?? 'Your card was declined.' } : { kind: 'done', intentId: intentIdOf(clientSecret) };
  };
}
