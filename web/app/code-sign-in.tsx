import { Alert, Anchor, Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { askForCode, enterByDigits, type CodeAddress } from '../api.js';
import { ApiError } from '../client.js';
import { CodeField } from '../ui/code-field.js';
import { ButtonLink } from '../ui/links.js';
import { usePageTitle } from '../ui/page.js';
import { useEntrance } from './entrance.js';
import { SecondStep } from './second-step.js';
import { Welcome } from './welcome.js';

/** Signing in without the password: six digits by mail, or by text to a number that was confirmed. */
export function CodeSignInPage() {
  const [address, setAddress] = useState<CodeAddress>();
  const entrance = useEntrance(async (digits: string) => {
    const entered = await enterByDigits(address ?? { email: '' }, digits);
    return 'challenge_token' in entered ? { challenge_token: entered.challenge_token } : {};
  });
  if (entrance.challenge !== undefined) return <Welcome><SecondStep {...entrance} /></Welcome>;
  return (
    <Welcome>
      {address === undefined ? <AskForCode onSent={setAddress} /> : <TypeCode address={address} enter={entrance.first} onBack={() => { setAddress(undefined); entrance.first.reset(); }} />}
      <ButtonLink to="/sign-in" search={{}} variant="subtle">Sign in with the password</ButtonLink>
    </Welcome>
  );
}

function AskForCode({ onSent }: { onSent: (address: CodeAddress) => void }) {
  usePageTitle('Sign in with a code');
  const [by, setBy] = useState<'email' | 'phone'>('email');
  const [typed, setTyped] = useState('');
  const [missing, setMissing] = useState(false);
  const address: CodeAddress = by === 'email' ? { email: typed.trim() } : { phone: typed.trim() };
  const ask = useMutation({ mutationFn: () => askForCode(address), onSuccess: () => onSent(address) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(typed.trim() === '');
    if (typed.trim() !== '' && !ask.isPending) ask.mutate();
  };
  const malformed = ask.error instanceof ApiError && ask.error.code === 'VALIDATION_ERROR';
  const label = by === 'email' ? 'E-mail' : 'Telephone';
  return (
    <>
      <Title order={1}>Sign in with a code</Title>
      <SegmentedControl
        aria-label="Where the code goes"
        data={[{ value: 'email', label: 'By mail' }, { value: 'phone', label: 'By text message' }]}
        value={by}
        onChange={(value) => { setBy(value === 'phone' ? 'phone' : 'email'); setTyped(''); setMissing(false); }}
        fullWidth
      />
      {ask.isError && !malformed && <Alert color="red" variant="light" role="alert" title="That did not work"><Text size="sm">{ask.error.message}</Text></Alert>}
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            key={by}
            label={label}
            description={by === 'phone' ? 'With its country, such as +1 212 555 0100. It must be confirmed in your account.' : undefined}
            type={by === 'email' ? 'email' : 'tel'}
            autoComplete={by === 'email' ? 'username' : 'tel'}
            size="md"
            value={typed}
            error={missing ? 'Say where the code should go' : malformed ? 'That is no address' : null}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending} fullWidth>Send the code</Button>
        </Stack>
      </form>
    </>
  );
}

interface TypeCodeProps {
  address: CodeAddress;
  enter: { isPending: boolean; error: Error | null; mutate: (digits: string) => void };
  onBack: () => void;
}

function TypeCode({ address, enter, onBack }: TypeCodeProps) {
  usePageTitle('Type the code');
  const [digits, setDigits] = useState('');
  const wrong = enter.error instanceof ApiError && enter.error.status === 401;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (digits.trim() !== '' && !enter.isPending) enter.mutate(digits.trim());
  };
  return (
    <>
      <Title order={1}>Type the code</Title>
      <Text role="status">
        If <strong>{'email' in address ? address.email : address.phone}</strong> has an account here, six digits are on their way. They work once, for ten minutes.
      </Text>
      {enter.error && !wrong && <Alert color="red" variant="light" role="alert" title="That did not work"><Text size="sm">{enter.error.message}</Text></Alert>}
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <CodeField label="Code" size="md" value={digits} refusal={wrong ? 'That code is not right, or it is used up. Five tries, then ask for another.' : null} onType={setDigits} />
          <Button type="submit" loading={enter.isPending} fullWidth>Sign in</Button>
        </Stack>
      </form>
      <Group>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>Send another code</Anchor>
      </Group>
    </>
  );
}
