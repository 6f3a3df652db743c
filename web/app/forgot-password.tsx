import { Alert, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { askForReset } from '../api.js';
import { ApiError } from '../client.js';
import { ButtonLink } from '../ui/links.js';
import { usePageTitle } from '../ui/page.js';
import { Welcome } from './welcome.js';

/** A letter with a link to choose a new password, if there is an account; what is shown is the same if not. */
export function ForgotPasswordPage() {
  usePageTitle('Forgot your password');
  const [email, setEmail] = useState('');
  const [missing, setMissing] = useState(false);
  const ask = useMutation({ mutationFn: () => askForReset(email.trim()) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(email.trim() === '');
    if (email.trim() !== '' && !ask.isPending) ask.mutate();
  };
  const malformed = ask.error instanceof ApiError && ask.error.code === 'VALIDATION_ERROR';
  if (ask.isSuccess) return <Welcome><Sent email={email.trim()} /></Welcome>;
  return (
    <Welcome>
      <Title order={1}>Forgot your password?</Title>
      <Text>We write you a letter with a link to choose a new one.</Text>
      {ask.isError && !malformed && <Alert color="red" variant="light" role="alert" title="That did not work"><Text size="sm">{ask.error.message}</Text></Alert>}
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            size="md"
            value={email}
            error={missing ? 'Enter your e-mail address' : malformed ? 'That is no e-mail address' : null}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending} fullWidth>Send the letter</Button>
        </Stack>
      </form>
      <ButtonLink to="/sign-in" search={{}} variant="subtle">Go to sign-in</ButtonLink>
    </Welcome>
  );
}

function Sent({ email }: { email: string }) {
  return (
    <>
      <IconMail size={40} stroke={1.5} aria-hidden />
      <Title order={1}>Look in your mail</Title>
      <Text role="status">
        If <strong>{email}</strong> has an account here, a letter is on its way. Its link works once, for an hour.
      </Text>
      <ButtonLink to="/sign-in" search={{}} variant="subtle">Go to sign-in</ButtonLink>
    </>
  );
}
