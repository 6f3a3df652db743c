import { Alert, Box, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { signIn } from '../api.js';
import { ApiError } from '../client.js';
import { usePageTitle } from '../ui/page.js';
import type { Config } from '../wire.js';
import { ColorSchemeChoice } from './color-scheme-choice.js';
import { DemoLogins } from './demo-logins.js';
import { Bell } from './logo.js';
import { forgetVisitor, meQuery, useConfig } from './session.js';
import classes from './sign-in.module.css';

export function SignInPage() {
  const config = useConfig();
  usePageTitle('Sign in');
  const enter = useEnter();
  return (
    <div className={classes['page']}>
      <Welcome business={config.business} />
      <main className={classes['side']}>
        <Stack gap="lg" w="100%" maw={400}>
          <Title order={1}>Sign in</Title>
          {enter.isError && <Refused error={enter.error} />}
          <SignInForm busy={enter.isPending} onSubmit={enter.mutate} />
          {config.demo_logins.length > 0 && <DemoLogins logins={config.demo_logins} busy={enter.isPending} onChoose={enter.mutate} />}
          <Box>
            <ColorSchemeChoice />
          </Box>
        </Stack>
      </main>
    </div>
  );
}

interface Credentials {
  email: string;
  password: string;
}

function useEnter() {
  const queries = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: '/sign-in' });
  return useMutation({
    mutationFn: ({ email, password }: Credentials) => signIn(email, password),
    onSuccess: async () => {
      forgetVisitor(queries);
      await queries.fetchQuery(meQuery);
      await router.navigate({ href: router.history.createHref(`/app${to ?? '/'}`), replace: true });
    },
  });
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
  const wrong = error instanceof ApiError && (error.status === 401 || error.status === 400);
  return (
    <Alert color="red" variant="light" role="alert" title={wrong ? 'E-mail or password is wrong' : 'Signing in did not work'}>
      <Text size="sm">{wrong ? 'Check both and try again.' : error.message}</Text>
    </Alert>
  );
}

function Welcome({ business }: { business: Config['business'] }) {
  return (
    <header className={classes['welcome']}>
      {business.logo_url ? <img src={business.logo_url} alt="" width={56} height={56} className={classes['logo']} /> : <Bell size={56} />}
      <div>
        <Text className={classes['name']}>{business.name}</Text>
        <Text className={classes['line']}>Your invoices, payments and points at the front counter.</Text>
      </div>
    </header>
  );
}
