import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';

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

/** A form above the page. While it is carried out it is neither sent again nor left by accident. */
export function FormDialog({ title, go, keep = 'Cancel', harsh = false, busy, ready = true, onSubmit, onClose, children }: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={!busy} closeOnEscape={!busy} closeButtonProps={{ 'aria-label': 'Close', disabled: busy }}>
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
    </Modal>
  );
}
