import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Dialog } from './dialog.js';

interface FormDialogProps {
  title: string;
  /** What the button says that does it, and the one that leaves everything as it is. */
  go: string;
  keep?: string;
  /** What takes something away is red. */
  harsh?: boolean;
  busy: boolean;
  ready?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form above the page. While it is carried out it is not sent again. */
export function FormDialog({ title, go, keep = 'Cancel', harsh = false, busy, ready = true, onSubmit, onClose, children }: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return (
    <Dialog title={title} busy={busy} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={busy}>
              {keep}
            </Button>
            <Button type="submit" {...(harsh && { color: 'red.8' })} loading={busy} disabled={!ready}>
              {go}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
