import { Alert, Anchor, Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Proof } from '../../../api.js';
import { ApiError } from '../../../client.js';

interface ProofDialogProps {
  opened: boolean;
  title: string;
  children: string;
  action: string;
  danger?: boolean;
  onClose: () => void;
  onProve: (proof: Proof) => Promise<unknown>;
}

/** Asks for the password, or a code, before something that a borrowed session must not do. */
export function ProofDialog(props: ProofDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} centered closeButtonProps={{ 'aria-label': 'Close' }}>
      <ProofForm {...props} />
    </Modal>
  );
}

function ProofForm({ children, action, danger = false, onClose, onProve }: ProofDialogProps) {
  const [by, setBy] = useState<'password' | 'code'>('password');
  const [typed, setTyped] = useState('');
  const prove = useMutation({ mutationFn: () => onProve(by === 'password' ? { password: typed } : { code: typed.trim() }), onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '' && !prove.isPending) prove.mutate();
  };
  const turn = () => {
    setBy(by === 'password' ? 'code' : 'password');
    setTyped('');
    prove.reset();
  };
  const wrong = prove.error instanceof ApiError && ['password_wrong', 'digits_wrong'].includes(prove.error.code) ? prove.error.message : null;
  const field = { value: typed, error: wrong, 'data-autofocus': true, onChange: (event: { currentTarget: HTMLInputElement }) => setTyped(event.currentTarget.value) };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{children}</Text>
        {prove.error && wrong === null && <Alert color="red" variant="light" role="alert" title={prove.error.message} />}
        {by === 'password'
          ? <PasswordInput label="Your password" autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} {...field} />
          : <TextInput label="A code from the app, or a recovery code" autoComplete="one-time-code" {...field} />}
        <Anchor component="button" type="button" size="sm" onClick={turn} style={{ alignSelf: 'start' }}>
          {by === 'password' ? 'Use a code instead' : 'Use the password instead'}
        </Anchor>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={prove.isPending} {...(danger ? { color: 'red.8' } : {})}>{action}</Button>
        </Group>
      </Stack>
    </form>
  );
}
