import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColorSchemeChoice } from '../../app/color-scheme-choice.js';
import { Brand } from '../../app/logo.js';
import { useConfig } from '../../app/session.js';
import { usePageTitle } from '../../ui/page.js';
import classes from './public-invoice.module.css';

interface Business {
  name: string;
  logo_url: string | null;
  address: string;
  support_email: string | null;
  footer: string;
}

/** A page for people without an account: who is asking, and how to reach them. */
export function PublicFrame({ business, children }: { business?: Business; children: ReactNode }) {
  const config = useConfig();
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <Brand name={business?.name ?? config.business.name} logoUrl={business ? business.logo_url : config.business.logo_url} />
        <ColorSchemeChoice />
      </header>
      <main>{children}</main>
      {business && (
        <footer className={classes['foot']}>
          <Text size="sm" c="dimmed">
            {[business.address, business.support_email].filter(Boolean).join('\n')}
          </Text>
        </footer>
      )}
    </div>
  );
}

/** Whatever is wrong with a link, it is said in the same words. */
export function NoSuchLink() {
  usePageTitle('Link');
  return (
    <PublicFrame>
      <Title order={1} mb="sm">This link does not lead anywhere</Title>
      <Text>It may have been cut off. Open it from the mail once more, or ask whoever sent it for another.</Text>
    </PublicFrame>
  );
}
