import { Alert, Button, Code, CopyButton, Group, List, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { confirmTwoFactor } from '../../../api.js';
import { ApiError } from '../../../client.js';
import { CodeField } from '../../../ui/code-field.js';
import classes from './two-factor.module.css';

interface EnrolFactorProps {
  begun: { secret: string; qr_code: string };
  onConfirmed: (recoveryCodes: readonly string[]) => void;
  onCancel: () => void;
}

/** The secret, as a picture for the phone and as text, and the first code that proves it arrived. */
export function EnrolFactor({ begun, onConfirmed, onCancel }: EnrolFactorProps) {
  const [code, setCode] = useState('');
  const confirm = useMutation({ mutationFn: () => confirmTwoFactor(code), onSuccess: ({ recovery_codes: codes }) => onConfirmed(codes) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '' && !confirm.isPending) confirm.mutate();
  };
  const wrong = confirm.error instanceof ApiError && confirm.error.code === 'digits_wrong';
  return (
    <div className={classes['enrol']}>
      <img src={begun.qr_code} alt="QR code for the app that makes your codes" width={208} height={208} className={classes['qr']} />
      <Stack gap="md">
        <List type="ordered" spacing="xs">
          <List.Item>Open an authenticator app on your phone.</List.Item>
          <List.Item>Scan this picture, or type the key below.</List.Item>
          <List.Item>Type the six digits the app shows.</List.Item>
        </List>
        <div>
          <Text size="sm" fw={600} id="totp-key">Key</Text>
          <Group gap="xs">
            <Code className={classes['key']} aria-labelledby="totp-key">{begun.secret.match(/.{1,4}/g)?.join(' ')}</Code>
            <CopyButton value={begun.secret}>{({ copied, copy }) => <Button variant="subtle" size="compact-sm" onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}</CopyButton>
          </Group>
        </div>
        {confirm.error && !wrong && <Alert color="red" variant="light" role="alert" title={confirm.error.message} />}
        <form onSubmit={submit} noValidate>
          <Stack gap="md" maw={320}>
            <CodeField label="Code" value={code} refusal={wrong ? 'That code is not right. Look whether the clock of your phone is.' : null} onType={setCode} />
            <Group gap="sm">
              <Button type="submit" loading={confirm.isPending}>Switch on</Button>
              <Button variant="default" onClick={onCancel}>Cancel</Button>
            </Group>
          </Stack>
        </form>
      </Stack>
    </div>
  );
}
