import { Alert, Button, Checkbox, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { AcceptOrder, RejectOrder } from '../../api-proposals.js';
import { ApiError } from '../../client.js';
import { newKey } from '../../idempotency-key.js';
import type { ProposalText } from '../../wire.js';
import { onYellow } from '../on-yellow.js';

export interface Doors<Shown> {
  accept: (order: AcceptOrder, key: string) => Promise<Shown>;
  reject: (order: RejectOrder) => Promise<Shown>;
  /** What the page shows from now on. */
  onShown: (shown: Shown) => void;
  /** Somebody else was faster, or the text is another now: look again. */
  onStale: () => void;
}

/** Yes with a name, or no with a reason: about the very text on the page. */
export function Decide<Shown>({ offer, signer, doors }: { offer: ProposalText; signer: string; doors: Doors<Shown> }) {
  const [declining, setDeclining] = useState(false);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="decide">
      <Title order={2} id="decide" mb="md">{declining ? 'Decline this offer' : 'Accept this offer'}</Title>
      {declining ? <Decline offer={offer} doors={doors} onBack={() => setDeclining(false)} /> : <Accept offer={offer} signer={signer} doors={doors} onDecline={() => setDeclining(true)} />}
    </Paper>
  );
}

function Accept<Shown>({ offer, signer, doors, onDecline }: { offer: ProposalText; signer: string; doors: Doors<Shown>; onDecline: () => void }) {
  const [name, setName] = useState(signer);
  const [consent, setConsent] = useState(false);
  const [missing, setMissing] = useState(false);
  const [key] = useState(newKey);
  const accept = useMutation({ mutationFn: () => doors.accept({ name: name.trim(), document_hash: offer.document_hash ?? '', consent }, key), onSuccess: doors.onShown });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const short = name.trim().length < 2;
    setMissing(short);
    if (short) document.getElementById('signer')?.focus();
    else if (!accept.isPending) accept.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Refused error={accept.error} onAgain={doors.onStale} />
        <TextInput id="signer" label="Your full name" autoComplete="name" size="md" value={name} error={missing && 'Enter your first and last name'}
          onChange={(event) => (setName(event.currentTarget.value), setMissing(false))} />
        {offer.stages.length > 1 && (
          <Checkbox checked={consent} onChange={(event) => setConsent(event.currentTarget.checked)} label="Pay the later stages with the same card, by itself"
            description="The card you pay the first stage with is saved, and charged for each later stage on the day it is due. You can end this any time." />
        )}
        <Text size="sm" c="dimmed">
          By accepting you agree to this offer as it is shown here. We keep your name, the time, your address on the network and the text’s fingerprint
          {offer.document_hash && <> (<code>{offer.document_hash.slice(0, 12)}</code>)</>}.
        </Text>
        <Button type="submit" size="lg" fullWidth loading={accept.isPending}>Accept the offer</Button>
        <Button variant="subtle" color="gray" c="var(--mantine-color-text)" disabled={accept.isPending} onClick={onDecline}>Decline instead</Button>
      </Stack>
    </form>
  );
}

function Decline<Shown>({ offer, doors, onBack }: { offer: ProposalText; doors: Doors<Shown>; onBack: () => void }) {
  const [reason, setReason] = useState('');
  const reject = useMutation({
    mutationFn: () => doors.reject({ document_hash: offer.document_hash ?? '', ...(reason.trim() !== '' && { reason: reason.trim() }) }), onSuccess: doors.onShown,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!reject.isPending) reject.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Refused error={reject.error} onAgain={doors.onStale} />
        <Textarea label="Why not?" description="What you say helps us to make a better offer. You need not say anything." autosize minRows={3} maxLength={2000} data-autofocus autoFocus
          value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group grow preventGrowOverflow={false}>
          <Button variant="default" disabled={reject.isPending} onClick={onBack}>Back</Button>
          <Button type="submit" color="red.8" loading={reject.isPending}>Decline the offer</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Another text, or another's decision, is not repaired by trying again. */
function Refused({ error, onAgain }: { error: Error | null; onAgain: () => void }) {
  if (!error) return null;
  const stale = error instanceof ApiError && (error.code === 'proposal_changed' || error.code === 'proposal_not_actionable');
  return (
    <Alert color={stale ? 'yellow' : 'red'} variant="light" role="alert" styles={stale ? onYellow : {}} title={stale ? 'The offer is not what it was' : 'That did not work'}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{error.message}</Text>
        {stale && <Button size="xs" variant="default" onClick={onAgain}>Show it as it is now</Button>}
      </Stack>
    </Alert>
  );
}
