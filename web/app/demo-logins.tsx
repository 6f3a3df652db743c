import { Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { DemoLogin } from '../wire.js';
import classes from './demo-logins.module.css';

/** One click signs in; the demo's passwords are no secret. */
export function DemoLogins({ logins, busy, onChoose }: { logins: readonly DemoLogin[]; busy: boolean; onChoose: (login: DemoLogin) => void }) {
  return (
    <section aria-labelledby="demo-logins">
      <Title order={2} id="demo-logins">
        Try the demo
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Made-up people and money. One click signs you in.
      </Text>
      <Stack gap={8}>
        {logins.map((login) => (
          <UnstyledButton key={login.email} className={classes['login']} disabled={busy} onClick={() => onChoose(login)}>
            <span className={classes['who']}>
              <Text component="span" fw={600}>
                {login.label}
              </Text>
              <Text component="span" size="sm" c="dimmed" className={classes['email']}>
                {login.email}
              </Text>
            </span>
            <IconChevronRight size={18} aria-hidden />
          </UnstyledButton>
        ))}
      </Stack>
    </section>
  );
}
