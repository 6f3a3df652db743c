import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Refusal } from './refusal.js';
import type { PayHereProps } from './use-confirm.js';

interface FrameProps extends Pick<PayHereProps, 'label' | 'saving'> {
  refusal: { message: string } | undefined;
  busy: boolean;
  disabled?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}

/** What stands around the fields, whoever draws those. */
export function CardFrame({ label, saving, refusal, busy, disabled = false, onSubmit, children }: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {refusal && <Refusal message={refusal.message} saving={saving !== undefined} />}
        {children}
        {saving ? (
          <Group>
            <Button type="submit" loading={busy} disabled={disabled}>{label}</Button>
            <Button variant="default" onClick={saving.onCancel}>Cancel</Button>
          </Group>
        ) : (
          <Button type="submit" loading={busy} disabled={disabled} size="lg" fullWidth>{label}</Button>
        )}
      </Stack>
    </form>
  );
}
