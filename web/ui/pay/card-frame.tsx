import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { onYellow } from '../on-yellow.js';
import { Refusal } from './refusal.js';
import type { PayHereProps } from './use-confirm.js';

interface FrameProps extends Pick<PayHereProps, 'label' | 'saving'> {
  refusal: { message: string } | undefined;
  /** Looks again what became of a payment that the processor has. Until then there is nothing to pay. */
  unseen: (() => void) | undefined;
  busy: boolean;
  disabled?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}

/** What stands around the fields, whoever draws those. */
export function CardFrame({ label, saving, refusal, unseen, busy, disabled = false, onSubmit, children }: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  if (unseen) return <Unseen busy={busy} onLook={unseen} />;
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

function Unseen({ busy, onLook }: { busy: boolean; onLook: () => void }) {
  return (
    <Alert color="yellow" variant="light" styles={onYellow} role="alert" title="Your payment is being confirmed">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">The processor has it, and we could not look yet what became of it. Please do not pay a second time.</Text>
        <Button size="sm" variant="default" loading={busy} onClick={onLook}>Look again</Button>
      </Stack>
    </Alert>
  );
}
