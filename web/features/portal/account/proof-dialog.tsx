import { Alert, Anchor, PasswordInput, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Proof } from '../../../api.js';
import { ApiError } from '../../../client.js';
import { FormDialog } from '../../../ui/form-dialog.js';

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
  return props.opened ? <ProofForm {...props} /> : null;
}

function ProofForm({ title, children, action, danger = false, onClose, onProve }: ProofDialogProps) {
  const [by, setBy] = useState<'password' | 'code'>('password');
  const [typed, setTyped] = useState('');
  const prove = useMutation({ mutationFn: () => onProve(by === 'password' ? { password: typed } : { code: typed.trim() }), onSuccess: onClose });
  const turn = () => {
    setBy(by === 'password' ? 'code' : 'password');
    setTyped('');
    prove.reset();
  };
  const wrong = prove.error instanceof ApiError && ['password_wrong', 'digits_wrong'].includes(prove.error.code) ? prove.error.message : null;
  const field = { value: typed, error: wrong, 'data-autofocus': true, onChange: (event: { currentTarget: HTMLInputElement }) => setTyped(event.currentTarget.value) };
  return (
    <FormDialog title={title} go={action} harsh={danger} busy={prove.isPending} ready={typed.trim() !== ''} onSubmit={() => prove.mutate()} onClose={onClose}>
      <Text>{children}</Text>
      {prove.error && wrong === null && <Alert color="red" variant="light" role="alert" title={prove.error.message} />}
      {by === 'password'
        ? <PasswordInput label="Your password" autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} {...field} />
        : <TextInput label="A code from the app, or a recovery code" autoComplete="one-time-code" {...field} />}
      <Anchor component="button" type="button" size="sm" onClick={turn} style={{ alignSelf: 'start' }}>
        {by === 'password' ? 'Use a code instead' : 'Use the password instead'}
      </Anchor>
    </FormDialog>
  );
}
