import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { inviteAgain, inviteMember } from '../../../api.js';
import { isAdmin, useMe } from '../../../app/session.js';
import { membersQuery } from '../../../ui/customers/queries.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { TextLink } from '../../../ui/links.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { StatusMark, type Tone } from '../../../ui/status-mark.js';
import type { Customer, Member } from '../../../wire.js';

const words: Record<Member['state'], [Tone, string]> = { active: ['good', 'Active'], invited: ['waiting', 'Invited'], disabled: ['quiet', 'Shut out'] };

/** Who acts for the customer. An admin invites them; they choose their own passwords. */
export function Members({ customer }: { customer: Customer }) {
  const me = useMe();
  const { data, error, refetch } = useQuery(membersQuery(customer.id));
  const [inviting, setInviting] = useState(false);
  const mayInvite = isAdmin(me) && customer.archived_at === null;
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby="members">
      <Group justify="space-between" mb="md">
        <Title order={2} id="members">
          Users
        </Title>
        {mayInvite && !inviting && (
          <Button variant="default" size="sm" onClick={() => setInviting(true)}>
            Invite somebody
          </Button>
        )}
      </Group>
      <Stack gap="md">
        {inviting && <InviteForm customer={customer} onDone={() => setInviting(false)} />}
        {error && !data && <ErrorState title="The users could not be loaded" error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsSkeleton rows={2} />}
        {data?.items.length === 0 && !inviting && <Text c="dimmed">Nobody signs in for this customer yet.</Text>}
        {data && data.items.length > 0 && (
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {data.items.map((member) => (
              <MemberRow key={member.id} member={member} customer={customer} mayInvite={mayInvite} />
            ))}
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}

function MemberRow({ member, customer, mayInvite }: { member: Member; customer: Customer; mayInvite: boolean }) {
  const me = useMe();
  const again = useMutation({ mutationFn: () => inviteAgain(customer.id, member.id) });
  const [tone, word] = words[member.state];
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
        <div>
          <Text fw={600}>{member.name}</Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {member.email}
          </Text>
          <Text size="sm" c="dimmed">
            {member.last_sign_in_at === null ? 'Has never signed in' : <>Last here <Day value={member.last_sign_in_at} /></>}
          </Text>
        </div>
        <Stack gap={4} align="flex-end">
          <StatusMark tone={tone}>{word}</StatusMark>
          {isAdmin(me) && <TextLink to="/admin/customers/$customerId/credits" params={{ customerId: customer.id }} search={{ user: member.id }} size="sm" aria-label={`Credits of ${member.name}`}>Credits</TextLink>}
        </Stack>
      </Group>
      {mayInvite && member.state === 'invited' && (
        <Group mt={6} gap="sm">
          <Button variant="default" size="xs" loading={again.isPending} disabled={again.isSuccess} aria-label={`Invite ${member.name} again`} onClick={() => again.mutate()}>
            {again.isSuccess ? 'Invitation sent' : 'Invite again'}
          </Button>
          {again.error && (
            <Text size="sm" c="red" role="alert">
              {again.error.message}
            </Text>
          )}
        </Group>
      )}
    </li>
  );
}

function InviteForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const invite = useMutation({
    mutationFn: () => inviteMember(customer.id, { name: name.trim(), email: email.trim() }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: ['customer', customer.id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!invite.isPending) invite.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {invite.error && <Alert color="red" variant="light" role="alert" title={invite.error.message} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="Name" required maxLength={200} autoComplete="off" data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput label="E-mail" type="email" required maxLength={254} autoComplete="off" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          The mail has a link that works once, for seven days. With it a password is chosen.
        </Text>
        <FormFoot go="Send the invitation" busy={invite.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
