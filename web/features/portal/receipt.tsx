import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconMail, IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useConfig, useMe } from '../../app/session.js';
import { Day } from '../../ui/day.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { usePageTitle } from '../../ui/page.js';
import type { Invoice, InvoicePayment } from '../../wire.js';
import { cardName } from '../../ui/invoices/card-name.js';
import { invoiceName } from '../../ui/invoices/invoice-status.js';
import classes from './receipt.module.css';

/** The paid invoice as a slip from the till. */
export function Receipt({ invoice }: { invoice: Invoice }) {
  const { user, points } = useMe();
  const payment = latestPayment(invoice);
  const owed = invoice.amount_due > 0;
  usePageTitle(`Paid ${invoiceName(invoice)}`);
  return (
    <Stack gap="lg" maw={460} mx="auto">
      <div className={classes['shadow']}>
        <section className={`pd-receipt ${classes['slip']}`} aria-label="Receipt">
          <Stack align="center" gap={4} mb="lg" ta="center" aria-live="polite">
            <span className={classes['mark']}>
              <IconCheck size={30} stroke={2.5} aria-hidden />
            </span>
            <Title order={1} mt="xs">
              {owed ? 'Payment received' : 'Paid'}
            </Title>
            <Text fz={34} fw={700} lh={1.2}>
              <Money amount={payment?.amount ?? invoice.amount_paid} currency={invoice.currency} code />
            </Text>
          </Stack>
          <hr className="pd-dashed" />
          <Stack gap={8} my="md" component="dl" m={0}>
            <Line name="To">{invoice.business.name}</Line>
            <Line name="Invoice">{invoiceName(invoice)}</Line>
            {payment?.card_last4 && <Line name="Card">{cardName(payment.card_brand, payment.card_last4)}</Line>}
            {payment && (
              <Line name="Date">
                <Day value={payment.settled_at ?? payment.created_at} time />
              </Line>
            )}
            {owed && (
              <Line name="Still to pay">
                <Money amount={invoice.amount_due} currency={invoice.currency} />
              </Line>
            )}
          </Stack>
          {invoice.points_awarded > 0 && <Points earned={invoice.points_awarded} balance={points} />}
        </section>
      </div>
      <Text size="sm" c="dimmed" ta="center">
        A receipt is on its way to {user.email}.
      </Text>
      <NextSteps invoiceId={invoice.id} />
    </Stack>
  );
}

function NextSteps({ invoiceId }: { invoiceId: string }) {
  const { mailbox_port: mailbox } = useConfig();
  return (
    <Group justify="center" className="pd-no-print">
      <ButtonLink to="/invoices">All invoices</ButtonLink>
      <ButtonLink to="/invoices/$invoiceId" params={{ invoiceId }} variant="default">
        This invoice
      </ButtonLink>
      <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
        Print
      </Button>
      {mailbox !== null && (
        <Button
          component="a"
          variant="default"
          href={`${location.protocol}//${location.hostname}:${mailbox}/`}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconMail size={18} aria-hidden />}
        >
          Demo mailbox
        </Button>
      )}
    </Group>
  );
}

function Points({ earned, balance }: { earned: number; balance: number | null }) {
  return (
    <div className={classes['points']}>
      <Text fw={650}>+{earned.toLocaleString('en-US')} points</Text>
      {balance !== null && <Text size="sm">You now have {balance.toLocaleString('en-US')}</Text>}
    </div>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="md" wrap="nowrap">
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} size="sm" fw={500} ta="right">
        {children}
      </Text>
    </Group>
  );
}

function latestPayment({ payments }: Invoice): InvoicePayment | undefined {
  return payments
    .filter((payment) => payment.settled_at !== null)
    .sort((one, other) => (other.settled_at ?? '').localeCompare(one.settled_at ?? ''))[0];
}
