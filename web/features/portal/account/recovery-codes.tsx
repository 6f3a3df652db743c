import { Alert, Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useConfig, useMe } from '../../../app/session.js';
import classes from './two-factor.module.css';

/** Shown this once: to be copied or printed, and kept away from the phone. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { business } = useConfig();
  const { user } = useMe();
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => first.current?.focus(), []);
  const text = `${business.name}: recovery codes of ${user.email}\nEach works once.\n\n${codes.join('\n')}\n`;
  return (
    <Stack gap="md">
      <Alert ref={first} tabIndex={-1} color="spruce" variant="light" role="status" title="Keep these recovery codes">
        <Text size="sm">They are the way in when your phone is lost. Each works once. They are not shown again, so print them or put them where you keep passwords.</Text>
      </Alert>
      <Text size="sm" fw={600}>{business.name}, {user.email}</Text>
      <ul className={classes['codes']} aria-label="Recovery codes">
        {codes.map((code) => <li key={code}>{code}</li>)}
      </ul>
      <Group gap="sm" className="pd-no-print">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />} onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>Print</Button>
        <Button onClick={onDone}>I have kept them</Button>
      </Group>
    </Stack>
  );
}
