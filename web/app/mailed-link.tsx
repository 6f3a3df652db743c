import { Alert, Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { confirmNewAddress, enterByLink, resetPassword } from '../api.js';
import { ButtonLink } from '../ui/links.js';
import { usePageTitle } from '../ui/page.js';
import { useEntrance, type SecondStepState } from './entrance.js';
import classes from './mailed-link.module.css';
import { SecondStep } from './second-step.js';

/** A click, because programs that look through mails open every link and must not spend it. */
export function ConfirmAddressPage() {
  return <OneClick title="Confirm your e-mail address" action="Confirm and sign in">One click, and the address is yours here.</OneClick>;
}

export function EnterPage() {
  return <OneClick title="Sign in" action="Sign in">You asked for a link to sign in with.</OneClick>;
}

function OneClick({ title, action, children }: { title: string; action: string; children: ReactNode }) {
  usePageTitle(title);
  const token = secretInAddress();
  const entrance = useEntrance(() => enterByLink(token));
  const enter = entrance.first;
  if (entrance.challenge !== undefined) return <Step {...entrance} />;
  return (
    <Frame title={title} error={token === '' ? new Error('The secret part of the link is missing. Open it from the mail again.') : enter.error}>
      <Text>{children}</Text>
      <Button onClick={() => enter.mutate()} loading={enter.isPending} disabled={token === ''} fullWidth>{action}</Button>
    </Frame>
  );
}

export function ResetPasswordPage() {
  return <ChoosePassword title="Choose a new password" label="New password">All other devices will be signed out.</ChoosePassword>;
}

/** The first password of somebody who was made a user. */
export function AcceptInvitationPage() {
  return <ChoosePassword title="Welcome" label="Password">Choose a password, and you are signed in. From then on you come in with your e-mail address and this password.</ChoosePassword>;
}

function ChoosePassword({ title, label, children }: { title: string; label: string; children: string }) {
  usePageTitle(title);
  const token = secretInAddress();
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const entrance = useEntrance(() => resetPassword(token, password));
  const reset = entrance.first;
  if (entrance.challenge !== undefined) return <Step {...entrance} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(password === '');
    if (password !== '' && !reset.isPending) reset.mutate();
  };
  return (
    <Frame title={title} error={reset.error}>
      <Text>{children}</Text>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <PasswordInput
            label={label}
            description="At least 8 characters; 15 for staff who handle other people’s money."
            autoComplete="new-password"
            size="md"
            value={password}
            error={missing && password === '' ? 'Enter a password' : null}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          />
          <Button type="submit" loading={reset.isPending} fullWidth>Save and sign in</Button>
        </Stack>
      </form>
    </Frame>
  );
}

function Frame({ title, error, children }: { title: string; error: Error | null; children: ReactNode }) {
  return (
    <main className={classes['page']}>
      <Stack gap="lg" w="100%" maw={400}>
        <Title order={1}>{title}</Title>
        {error && <Alert color="red" variant="light" role="alert" title="That did not work"><Text size="sm">{error.message}</Text></Alert>}
        {children}
        <ButtonLink to="/sign-in" variant="subtle">Go to sign-in</ButtonLink>
      </Stack>
    </main>
  );
}

/** The link was the first of two factors. It is spent: to start again leads to sign-in. */
function Step(entrance: SecondStepState) {
  const navigate = useNavigate();
  return (
    <main className={classes['page']}>
      <SecondStep second={entrance.second} startAgain={() => void navigate({ to: '/sign-in', search: {} })} />
    </main>
  );
}

/** Another address for somebody who is signed in somewhere, or not: nobody is signed in by this. */
export function ConfirmNewAddressPage() {
  const title = 'Use this e-mail address';
  usePageTitle(title);
  const token = secretInAddress();
  const confirm = useMutation({ mutationFn: () => confirmNewAddress(token) });
  if (confirm.isSuccess) return <Frame title="The address is yours" error={null}><Text role="status">From now on you sign in with this address, and letters go there.</Text></Frame>;
  return (
    <Frame title={title} error={token === '' ? new Error('The secret part of the link is missing. Open it from the mail again.') : confirm.error}>
      <Text>One click, and your account uses this address instead of the old one.</Text>
      <Button onClick={() => confirm.mutate()} loading={confirm.isPending} disabled={token === ''} fullWidth>Use this address</Button>
    </Frame>
  );
}

/** Behind `#`, so that it reaches no server but by our own call. */
function secretInAddress(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';
}
