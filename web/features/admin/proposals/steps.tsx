import { Alert, Button, CopyButton, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { acceptOnBehalf, changeProposal, dropProposal, mailProposal, makeInvoices, rejectOnBehalf } from '../../../api-proposals.js';
import { newKey } from '../../../idempotency-key.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { ButtonLink } from '../../../ui/links.js';
import type { Proposal } from '../../../wire.js';

/** What can be done with an offer where it stands. */
export function Steps({ proposal }: { proposal: Proposal }) {
  const { status, item, office } = proposal;
  const { step, said } = useStep(item.id);
  const [key] = useState(newKey);
  const open = status === 'draft' || status === 'sent';
  const busy = step.isPending;
  const billable = status === 'accepted' && !item.invoiced;
  if (status === 'accepted' && !billable) return null;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="steps">
      <Title order={2} id="steps" mb="md">{billable ? 'Bill it' : 'Next'}</Title>
      <Stack gap="md">
        {step.error && <Alert color="red" variant="light" role="alert" title="That did not work"><Text size="sm">{step.error.message}</Text></Alert>}
        <Text size="sm" aria-live="polite" hidden={said === null}>{said}</Text>
        {status === 'draft' && (
          <Stack gap={6}>
            <Button fullWidth loading={busy} onClick={() => step.mutate({ run: () => changeProposal(item.id, { status: 'sent' }), say: `Sent to ${item.customer.name}.` })}>Send to {item.customer.name}</Button>
            <Text size="sm" c="dimmed">Goes out by mail with a link. No account is needed to accept it.</Text>
          </Stack>
        )}
        {billable && (
          <Stack gap={6}>
            <Button fullWidth loading={busy} onClick={() => step.mutate({ run: () => makeInvoices(item.id, key), say: 'The invoices were made and sent.' })}>Make its invoices</Button>
            <Text size="sm" c="dimmed">One for each stage, with its number and due day. {item.customer.name} gets each by mail.</Text>
          </Stack>
        )}
        {status === 'sent' && office?.link && (
          <Group gap="sm">
            <CopyButton value={office.link}>{({ copied, copy }) => <Button variant="default" size="sm" onClick={copy}>{copied ? 'Copied' : 'Copy the link'}</Button>}</CopyButton>
            <Button variant="default" size="sm" disabled={busy} onClick={() => step.mutate({ run: () => mailProposal(item.id), say: 'The letter is on its way once more.' })}>Mail it again</Button>
          </Group>
        )}
        {open && (
          <Group gap="sm">
            <ButtonLink to="/admin/proposals/$proposalId/edit" params={{ proposalId: item.id }} variant="default" size="sm">Change</ButtonLink>
            {status === 'sent' && (
              <AskFirst label="Withdraw" button={{ variant: 'default', size: 'sm' }} question="Take this offer back?" keep="Keep it" go="Withdraw it" busy={busy}
                onGo={() => step.mutateAsync({ run: () => changeProposal(item.id, { status: 'draft' }), say: 'It is a draft again; its link says that it was withdrawn.' })} />
            )}
          </Group>
        )}
        {open && <OnBehalf proposal={proposal} busy={busy} go={(run, say) => step.mutateAsync({ run, say })} />}
        {!billable && <Delete proposal={proposal} />}
      </Stack>
    </Paper>
  );
}

/** A decision that reached the business some other way. */
function OnBehalf({ proposal: { item }, busy, go }: { proposal: Proposal; busy: boolean; go: (run: () => Promise<unknown>, say: string) => Promise<unknown> }) {
  const [note, setNote] = useState('');
  return (
    <Stack gap="sm" pt="md" style={{ borderTop: '1px solid var(--pd-line)' }}>
      <Textarea label="Did they decide some other way?" description="How, and what they said. Your name is kept with it." autosize minRows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <Group gap="sm">
        <AskFirst label="Accept for them" button={{ variant: 'default', size: 'sm' }} question={`Accept in the name of ${item.customer.name}?`} showQuestion keep="Back" go="Yes, accepted" busy={busy}
          onGo={() => go(() => acceptOnBehalf(item.id, note.trim()), 'Accepted in their name.')} />
        <AskFirst label="Decline for them" button={{ variant: 'default', size: 'sm' }} question={`Decline in the name of ${item.customer.name}?`} showQuestion keep="Back" go="Yes, declined" harsh busy={busy}
          onGo={() => go(() => rejectOnBehalf(item.id, note.trim()), 'Declined in their name.')} />
      </Group>
    </Stack>
  );
}

function Delete({ proposal: { item, status } }: { proposal: Proposal }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const drop = useMutation({
    mutationFn: () => dropProposal(item.id),
    onSuccess: async () => {
      await navigate({ to: '/admin/proposals' });
      queries.removeQueries({ queryKey: ['proposal', item.id] });
      await queries.invalidateQueries({ queryKey: ['proposals'] });
    },
  });
  return (
    <div>
      {drop.error && <Alert color="red" variant="light" role="alert" mb="sm" title="That did not work"><Text size="sm">{drop.error.message}</Text></Alert>}
      <AskFirst label="Delete" button={{ variant: 'subtle', size: 'sm' }} question={status === 'sent' ? 'Delete it, also from behind its link?' : 'Delete this offer?'} showQuestion keep="Keep it" go="Delete it" harsh busy={drop.isPending} onGo={() => drop.mutateAsync()} />
    </div>
  );
}

interface Step {
  run: () => Promise<unknown>;
  say: string;
}

function useStep(id: string) {
  const queries = useQueryClient();
  const [said, setSaid] = useState<string | null>(null);
  const step = useMutation({
    mutationFn: ({ run }: Step) => run(),
    onMutate: () => setSaid(null),
    onSuccess: (_, { say }) => setSaid(say),
    // Whatever was refused, it may have changed meanwhile.
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['proposal', id] });
      for (const key of ['proposals', 'invoices']) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  return { step, said };
}
