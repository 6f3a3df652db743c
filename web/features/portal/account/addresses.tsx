import { Alert, Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { askPhoneCode, changeOwn, confirmPhone } from '../../../api.js';
import { ApiError } from '../../../client.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { WaysIn } from '../../../wire.js';
import { waysInQuery } from './ways-in.js';

/** The address one signs in with, and the number that codes may be texted to. Both count once they are proven. */
export function Addresses() {
  const { data } = useQuery(waysInQuery);
  if (!data) return null;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="addresses">
      <Title order={2} id="addresses" mb="md">E-mail and telephone</Title>
      <Stack gap="xl" maw={420}>
        <EmailForm email={data.email} />
        <PhoneForm ways={data} />
      </Stack>
    </Paper>
  );
}

function EmailForm({ email }: { email: string }) {
  const [typed, setTyped] = useState('');
  const change = useMutation({ mutationFn: () => changeOwn({ email: typed.trim() }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '' && !change.isPending) change.mutate();
  };
  const taken = change.error instanceof ApiError && change.error.code === 'EMAIL_ALREADY_REGISTERED';
  const malformed = change.error instanceof ApiError && change.error.code === 'VALIDATION_ERROR';
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm">You sign in as <strong>{email}</strong>.</Text>
        {change.isSuccess && <Alert color="spruce" variant="light" aria-live="polite" title="Look in the mail of the new address">Follow the link there; until then the old address stays.</Alert>}
        {change.error && !taken && !malformed && <Alert color="red" variant="light" role="alert" title={change.error.message} />}
        <TextInput
          label="New e-mail address"
          type="email"
          autoComplete="email"
          value={typed}
          error={taken ? 'This address has an account already' : malformed ? 'That is no e-mail address' : null}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={change.isPending}>Change the address</Button>
        </Group>
      </Stack>
    </form>
  );
}

function PhoneForm({ ways }: { ways: WaysIn }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(ways.phone ?? '');
  const [digits, setDigits] = useState('');
  const settle = () => queries.invalidateQueries({ queryKey: waysInQuery.queryKey });
  const send = useMutation({
    mutationFn: async () => {
      if (typed.trim() !== (ways.phone ?? '')) await changeOwn({ phone: typed.trim() });
      if (typed.trim() !== '' || ways.phone === null) await askPhoneCode();
    },
    onSettled: settle,
  });
  const confirm = useMutation({ mutationFn: () => confirmPhone(digits.trim()), onSuccess: settle });
  const same = typed.trim() === (ways.phone ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!send.isPending) send.mutate();
  };
  const prove = (event: FormEvent) => {
    event.preventDefault();
    if (digits.trim() !== '' && !confirm.isPending) confirm.mutate();
  };
  const invalid = send.error instanceof ApiError && send.error.code === 'phone_invalid';
  const done = ways.phone_confirmed && same;
  return (
    <Stack gap="sm">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {send.error && !invalid && <Alert color="red" variant="light" role="alert" title={send.error.message} />}
          <TextInput
            label="Telephone"
            description="With its country, such as +1 212 555 0100. Sign-in codes are texted only to a confirmed number."
            type="tel"
            autoComplete="tel"
            maxLength={40}
            value={typed}
            error={invalid ? 'Begin with + and the country' : null}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group gap="sm">
            {done ? <StatusMark tone="good">Confirmed</StatusMark> : (
              <Button type="submit" variant="default" loading={send.isPending}>{typed.trim() === '' && ways.phone !== null ? 'Remove the number' : 'Text me a code'}</Button>
            )}
          </Group>
        </Stack>
      </form>
      {send.isSuccess && !done && typed.trim() !== '' && (
        <form onSubmit={prove} noValidate>
          <Stack gap="sm">
            <TextInput label="The code we texted you" inputMode="numeric" autoComplete="one-time-code" placeholder="123456" value={digits} error={confirm.error?.message} onChange={(event) => setDigits(event.currentTarget.value)} />
            <Group>
              <Button type="submit" loading={confirm.isPending}>Confirm the number</Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
