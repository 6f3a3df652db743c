import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface DialogProps {
  opened?: boolean;
  title: string;
  busy: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Above the page. While it works it is not left by accident. */
export function Dialog({ opened = true, title, busy, onClose, children }: DialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeOnClickOutside={!busy} closeOnEscape={!busy} closeButtonProps={{ 'aria-label': 'Close', disabled: busy }}>
      {children}
    </Modal>
  );
}
