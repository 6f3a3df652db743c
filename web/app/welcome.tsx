import { Box, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColorSchemeChoice } from './color-scheme-choice.js';
import { Bell } from './logo.js';
import { useConfig } from './session.js';
import classes from './sign-in.module.css';

/** What stands around everything that leads in: whose counter this is, and how the screen looks. */
export function Welcome({ children }: { children: ReactNode }) {
  const { business } = useConfig();
  return (
    <div className={classes['page']}>
      <header className={classes['welcome']}>
        {business.logo_url ? <img src={business.logo_url} alt="" width={56} height={56} className={classes['logo']} /> : <Bell size={56} />}
        <div>
          <Text className={classes['name']}>{business.name}</Text>
          <Text className={classes['line']}>Your invoices, payments and points at the front counter.</Text>
        </div>
      </header>
      <main className={classes['side']}>
        <Stack gap="lg" w="100%" maw={400}>
          {children}
          <Box>
            <ColorSchemeChoice />
          </Box>
        </Stack>
      </main>
    </div>
  );
}
