import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPrinter, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Money } from '../../ui/money.js';
import { usePageTitle } from '../../ui/page.js';
import classes from './slip.module.css';

interface SlipProps {
  icon: Icon;
  title: string;
  /** For the title of the page: the invoices, the order. */
  about: string;
  note?: string;
  amount: number;
  currency: string;
  back: ReactNode;
  /** What was sent along, right after paying. */
  news: string | false;
  actions: ReactNode;
  children: ReactNode;
}

/** A slip from the till, to look at and to print. */
export function Slip({ icon: Icon, title, about, note, amount, currency, back, news, actions, children }: SlipProps) {
  usePageTitle(`${title} ${about}`);
  return (
    <Stack gap="lg" maw={480} mx="auto">
      {back && <div className="pd-no-print">{back}</div>}
      <div className={classes['shadow']}>
        <section className={`pd-receipt ${classes['slip']}`} aria-label="Receipt">
          <Stack align="center" gap={4} mb="lg" ta="center" aria-live="polite">
            <span className={classes['mark']}>
              <Icon size={30} stroke={2.5} aria-hidden />
            </span>
            <Title order={1} mt="xs">
              {title}
            </Title>
            {note && <Text fw={500}>{note}</Text>}
            <Text fz={34} fw={700} lh={1.2}>
              <Money amount={amount} currency={currency} code />
            </Text>
          </Stack>
          <hr className="pd-dashed" />
          {children}
        </section>
      </div>
      {news && (
        <Text size="sm" c="dimmed" ta="center" className="pd-no-print">
          {news}
        </Text>
      )}
      <Group justify="center" className="pd-no-print">
        {actions}
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          Print
        </Button>
      </Group>
    </Stack>
  );
}

export function SlipLine({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="md" wrap="nowrap" align="start">
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} size="sm" fw={500} ta="right" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}
