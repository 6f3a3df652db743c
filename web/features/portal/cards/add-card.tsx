import { Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useRef, useState, type FormEvent } from 'react';
import { openCard } from '../../../api.js';
import { ApiError } from '../../../client.js';
import { useConfig } from '../../../app/session.js';
import { CardFields, useTypedCard } from '../../../ui/pay/card-fields.js';
import { keepSecret, type Outcome } from '../../../ui/pay/outcome.js';
import { confirmAtSandbox, type SandboxDoor } from '../../../ui/pay/sandbox.js';
import { TestCards } from '../../../ui/pay/test-cards.js';
import { cardReturnAddress, NotSaved, type AddCardProps } from './saving.js';

const StripeCard = lazy(async () => ({ default: (await import('./stripe-card.js')).StripeCard }));

/** Saves a card without paying: the number goes from this page to the processor. */
export function AddCard(props: AddCardProps) {
  const { stripe } = useConfig();
  const { publishable_key: publishableKey, sandbox_port: sandboxPort } = stripe;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} maw={560} component="section" aria-labelledby="add-card">
      <Title order={2} id="add-card" mb="md">
        Add a card
      </Title>
      {publishableKey === null && <Text>The business has not connected its payment processor yet.</Text>}
      {publishableKey !== null && sandboxPort === null && (
        <Suspense fallback={<Skeleton height={200} />}>
          <StripeCard publishableKey={publishableKey} {...props} />
        </Suspense>
      )}
      {publishableKey !== null && sandboxPort !== null && <SandboxCard door={{ publishableKey, sandboxPort }} {...props} />}
    </Paper>
  );
}

function SandboxCard({ door, onSaved, onCancel }: AddCardProps & { door: SandboxDoor }) {
  const { mode } = useConfig();
  const { typed, faults, set, fill, read } = useTypedCard();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const card = read();
    if (!card || running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    const outcome = await save((secret) => confirmAtSandbox(door, secret, card, cardReturnAddress()));
    running.current = false;
    if (outcome.kind === 'redirect') return location.assign(outcome.url);
    setBusy(false);
    if (outcome.kind === 'done') onSaved();
    else setRefusal(outcome.message);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {refusal && <NotSaved message={refusal} />}
        {mode === 'demo' && <TestCards onChoose={(card) => (setRefusal(undefined), fill(card))} saving />}
        <CardFields typed={typed} faults={faults} set={set} disabled={busy} />
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

async function save(confirm: (clientSecret: string) => Promise<Outcome>): Promise<Outcome> {
  try {
    const { client_secret: secret } = await openCard();
    keepSecret(secret);
    return await confirm(secret);
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
    return { kind: 'refused', message: failure.message };
  }
}
