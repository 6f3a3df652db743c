import { Button, Group, Loader, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconBuildingBank, IconCreditCardOff, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { usePageTitle } from '../../ui/page.js';
import type { Receipt } from '../../wire.js';
import { basketSearch } from './basket-search.js';

interface CardProps {
  title: string;
  mark: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
}

function ResultCard({ title, mark, children, actions }: CardProps) {
  usePageTitle(title);
  return (
    <Paper p={{ base: 'lg', sm: 'xl' }} maw={520} mx="auto">
      <Stack align="center" ta="center" gap="md">
        {mark}
        <div aria-live="polite">
          <Title order={1}>{title}</Title>
          <Text mt="sm">{children}</Text>
        </div>
        {actions && <Group justify="center">{actions}</Group>}
      </Stack>
    </Paper>
  );
}

function Mark({ icon: Icon, color }: { icon: Icon; color: string }) {
  return (
    <ThemeIcon variant="light" color={color} size={64} radius="xl">
      <Icon size={32} stroke={1.5} aria-hidden />
    </ThemeIcon>
  );
}

/** "INV-1, INV-2 and INV-3". */
const namesOf = ({ invoices }: Receipt) => new Intl.ListFormat('en-US').format(invoices.map((invoice) => invoice.invoice_number ?? 'your invoice'));

const again = ({ invoices }: Receipt) => basketSearch(invoices.map(({ id }) => id));

export function Waiting({ payment }: { payment: Receipt }) {
  return (
    <ResultCard
      title="Your payment is on its way"
      mark={<Loader size={48} color="var(--pd-brand-text)" aria-hidden />}
      actions={
        <ButtonLink to="/invoices" variant="default">
          Back to the invoices
        </ButtonLink>
      }
    >
      The processor has not answered yet. This page looks again by itself, and it is safe to leave it: you will get the receipt for{' '}
      {namesOf(payment)} by e-mail. Please do not pay a second time.
    </ResultCard>
  );
}

export function Asked({ payment, url }: { payment: Receipt; url: string }) {
  return (
    <ResultCard
      title="Your bank wants your approval"
      mark={<Mark icon={IconBuildingBank} color="brass" />}
      actions={
        <>
          <Button component="a" href={url}>
            Go to the bank’s page
          </Button>
          <ButtonLink to="/pay" search={again(payment)} variant="default">
            Use another card
          </ButtonLink>
        </>
      }
    >
      Nothing has been charged yet. Approve the payment of <Money amount={payment.amount} currency={payment.currency} fw={600} /> on
      your bank’s page to finish it.
    </ResultCard>
  );
}

export function Refused({ payment, message }: { payment: Receipt; message: string }) {
  return (
    <ResultCard
      title="The payment was refused"
      mark={<Mark icon={IconCreditCardOff} color="red" />}
      actions={
        <>
          <ButtonLink to="/pay" search={again(payment)}>
            Try again
          </ButtonLink>
          <ButtonLink to="/invoices" variant="default">
            Back to the invoices
          </ButtonLink>
        </>
      }
    >
      {message} Nothing was charged, and {namesOf(payment)} can still be paid.
    </ResultCard>
  );
}
