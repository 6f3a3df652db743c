import { Text, Title, UnstyledButton } from '@mantine/core';
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
      <div className={classes['logins']}>
        {logins.map((login) => (
          <UnstyledButton key={login.email} className={classes['login']} disabled={busy} onClick={() => onChoose(login)}>
            <span className={classes['who']}>
              <Text component="span" size="sm" fw={600} lh={1.3}>
                {login.label}
              </Text>
              <Text component="span" size="xs" c="dimmed" className={classes['email']}>
                {login.email}
              </Text>
            </span>
          </UnstyledButton>
        ))}
      </div>
    </section>
  );
}
