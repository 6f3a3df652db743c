import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../client.js';
import { CodeField } from '../ui/code-field.js';
import { usePageTitle } from '../ui/page.js';
import type { SecondStepState } from './entrance.js';

/** The second step of signing in: six digits from the phone, or a recovery code where it is lost. */
export function SecondStep({ second, startAgain }: SecondStepState) {
  usePageTitle('Second step');
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const wrong = second.error instanceof ApiError && second.error.code === 'digits_wrong';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(code.trim() === '');
    if (code.trim() !== '' && !second.isPending) second.mutate(code.trim());
  };
  const turn = () => {
    setRecovery(!recovery);
    setCode('');
    setMissing(false);
    second.reset();
  };
  const refusal = wrong ? 'That code is not right, or it was used before. Wait for the next one; after five wrong codes, start again.' : null;
  return (
    <Stack gap="lg" w="100%" maw={400}>
      <Title order={1}>{recovery ? 'Recovery code' : 'Second step'}</Title>
      <Text>{recovery ? 'Type one of the codes you kept when you switched two-factor sign-in on. Each works once.' : 'Open the app that makes your codes, and type the six digits it shows for us.'}</Text>
      {second.isError && !wrong && <Alert color="red" variant="light" role="alert" title="Signing in did not work"><Text size="sm">{second.error.message}</Text></Alert>}
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <CodeField
            key={recovery ? 'recovery' : 'digits'}
            label={recovery ? 'Recovery code' : 'Code'}
            size="md"
            letters={recovery}
            value={code}
            refusal={missing ? 'Enter the code' : refusal}
            onType={setCode}
          />
          <Button type="submit" loading={second.isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
      <Group justify="space-between" gap="sm">
        <Anchor component="button" type="button" size="sm" onClick={turn}>
          {recovery ? 'Use the app instead' : 'Use a recovery code'}
        </Anchor>
        <Anchor component="button" type="button" size="sm" onClick={startAgain}>
          Start again
        </Anchor>
      </Group>
    </Stack>
  );
}
