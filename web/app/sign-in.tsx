import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { signIn } from '../api.js';
import { ApiError } from '../client.js';
import { TextLink } from '../ui/links.js';
import { usePageTitle } from '../ui/page.js';
import { DemoLogins } from './demo-logins.js';
import { useEntrance } from './entrance.js';
import { SecondStep } from './second-step.js';
import { useConfig } from './session.js';
import { Welcome } from './welcome.js';

interface Credentials {
  email: string;
  password: string;
}

export function SignInPage() {
  const { to } = useSearch({ from: '/sign-in' });
  const entrance = useEntrance(({ email, password }: Credentials) => signIn(email, password), to);
  return <Welcome>{entrance.challenge === undefined ? <FirstStep enter={entrance.first} /> : <SecondStep {...entrance} />}</Welcome>;
}

function FirstStep({ enter }: { enter: ReturnType<typeof useEntrance<Credentials>>['first'] }) {
  const config = useConfig();
  usePageTitle('Sign in');
  return (
    <>
      <Title order={1}>Sign in</Title>
      {enter.isError && <Refused error={enter.error} />}
      <SignInForm busy={enter.isPending} onSubmit={enter.mutate} />
      <Group justify="space-between" gap="sm">
        <TextLink to="/forgot-password" size="sm">Forgot your password?</TextLink>
        <TextLink to="/sign-in-code" size="sm">Send me a code instead</TextLink>
      </Group>
      <Text size="sm">
        New here? <TextLink to="/sign-up" size="sm" underline="always">Create an account</TextLink>
      </Text>
      {config.demo_logins.length > 0 && <DemoLogins logins={config.demo_logins} busy={enter.isPending} onChoose={enter.mutate} />}
    </>
  );
}

function SignInForm({ busy, onSubmit }: { busy: boolean; onSubmit: (typed: Credentials) => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const incomplete = email.trim() === '' || password === '';
    setMissing(incomplete);
    if (incomplete) first.current?.focus();
    else onSubmit({ email: email.trim(), password });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          ref={first}
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          size="md"
          value={email}
          error={missing && email.trim() === '' ? 'Enter your e-mail address' : null}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          size="md"
          value={password}
          error={missing && password === '' ? 'Enter your password' : null}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

function Refused({ error }: { error: Error }) {
  const code = error instanceof ApiError ? error.code : '';
  const wrong = code === 'credentials_invalid' || code === 'input_missing';
  return (
    <Alert color="red" variant="light" role="alert" title={wrong ? 'E-mail or password is wrong' : code === 'email_not_verified' ? 'Confirm your address first' : 'Signing in did not work'}>
      <Text size="sm">{wrong ? 'Check both and try again.' : error.message}</Text>
    </Alert>
  );
}
