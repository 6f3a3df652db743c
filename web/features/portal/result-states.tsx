import { Button, Group, Loader, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconBuildingBank, IconCreditCardOff, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { usePageTitle } from '../../ui/page.js';
import type { Invoice } from '../../wire.js';
import { invoiceName } from '../../ui/invoices/invoice-status.js';

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

export function Waiting({ invoice }: { invoice: Invoice }) {
  return (
    <ResultCard
      title="Your payment is on its way"
      mark={<Loader size={48} color="var(--pd-brand-text)" aria-hidden />}
      actions={
        <ButtonLink to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} variant="default">
          Back to the invoice
        </ButtonLink>
      }
    >
      The processor has not answered yet. This page looks again by itself, and it is safe to leave it: you will get the receipt for{' '}
      {invoiceName(invoice)} by e-mail. Please do not pay a second time.
    </ResultCard>
  );
}

export function Asked({ invoice, url }: { invoice: Invoice; url: string }) {
  return (
    <ResultCard
      title="Your bank wants your approval"
      mark={<Mark icon={IconBuildingBank} color="brass" />}
      actions={
        <>
          <Button component="a" href={url}>
            Go to the bank’s page
          </Button>
          <ButtonLink to="/invoices/$invoiceId/pay" params={{ invoiceId: invoice.id }} variant="default">
            Use another card
          </ButtonLink>
        </>
      }
    >
      Nothing has been charged yet. Approve the payment of <Money amount={invoice.amount_due} currency={invoice.currency} fw={600} /> on
      your bank’s page to finish it.
    </ResultCard>
  );
}

export function Refused({ invoice, message }: { invoice: Invoice; message: string }) {
  return (
    <ResultCard
      title="The payment was refused"
      mark={<Mark icon={IconCreditCardOff} color="red" />}
      actions={
        <>
          <ButtonLink to="/invoices/$invoiceId/pay" params={{ invoiceId: invoice.id }}>
            Try again
          </ButtonLink>
          <ButtonLink to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} variant="default">
            Back to the invoice
          </ButtonLink>
        </>
      }
    >
      {message} Nothing was charged, and invoice {invoiceName(invoice)} can still be paid.
    </ResultCard>
  );
}
