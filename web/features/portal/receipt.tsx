import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconCheck, IconClock, IconMail, IconPrinter, IconX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useConfig, useMe } from '../../app/session.js';
import { cardName } from '../../ui/card-name.js';
import { Day } from '../../ui/day.js';
import { ButtonLink, TextLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { usePageTitle } from '../../ui/page.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';
import { fullNameOf, namesOf } from '../../ui/payments/paid-for.js';
import type { Receipt as Payment } from '../../wire.js';
import classes from './receipt.module.css';

const marks = {
  succeeded: { icon: IconCheck, title: 'Paid' },
  pending: { icon: IconClock, title: 'Payment in progress' },
  requires_action: { icon: IconClock, title: 'Payment not finished' },
  failed: { icon: IconX, title: 'Payment declined' },
  canceled: { icon: IconX, title: 'Payment given up' },
} as const;

/** A payment as a slip from the till; `fresh` right after it was made. */
export function Receipt({ payment, fresh = false }: { payment: Payment; fresh?: boolean }) {
  const { user, points } = useMe();
  const after = useAfter(payment);
  const { icon: Icon, title } = marks[payment.status];
  const heading = payment.status === 'succeeded' && after.owed > 0 && fresh ? 'Payment received' : title;
  usePageTitle(`${heading} ${namesOf(payment)}`);
  return (
    <Stack gap="lg" maw={460} mx="auto">
      {!fresh && (
        <TextLink to="/payments" size="sm" className="pd-no-print">
          <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All payments
        </TextLink>
      )}
      <div className={classes['shadow']}>
        <section className={`pd-receipt ${classes['slip']}`} aria-label="Receipt">
          <Stack align="center" gap={4} mb="lg" ta="center" aria-live="polite">
            <span className={classes['mark']}>
              <Icon size={30} stroke={2.5} aria-hidden />
            </span>
            <Title order={1} mt="xs">
              {heading}
            </Title>
            <Text fz={34} fw={700} lh={1.2}>
              <Money amount={payment.amount} currency={payment.currency} code />
            </Text>
          </Stack>
          <hr className="pd-dashed" />
          <Facts payment={payment} owed={fresh ? after.owed : 0} />
          {fresh && after.points > 0 && <Points earned={after.points} balance={points} />}
        </section>
      </div>
      {fresh && (
        <Text size="sm" c="dimmed" ta="center" className="pd-no-print">
          A receipt is on its way to {user.email}.
        </Text>
      )}
      <NextSteps payment={payment} />
    </Stack>
  );
}

function Facts({ payment, owed }: { payment: Payment; owed: number }) {
  const { currency } = payment;
  const back = payment.refunds.filter(({ status }) => status !== 'failed');
  return (
    <Stack gap={8} my="md" component="dl" m={0}>
      <Line name="To">{payment.business.name}</Line>
      {payment.customer && <Line name="From">{payment.customer.name}</Line>}
      {payment.paid_for.map((thing, place) => (
        <Line key={place} name={fullNameOf(thing)}>
          <Money amount={thing.amount} currency={currency} />
        </Line>
      ))}
      {payment.card_last4 && <Line name="Card">{cardName(payment.card_brand, payment.card_last4)}</Line>}
      <Line name="Date">
        <Day value={payment.settled_at ?? payment.created_at} time />
      </Line>
      {back.map((refund) => (
        <Line key={refund.id} name={refund.status === 'succeeded' ? 'Refunded' : 'Refund on its way'}>
          <Money amount={-refund.amount} currency={currency} />
        </Line>
      ))}
      {owed > 0 && (
        <Line name="Still to pay">
          <Money amount={owed} currency={currency} />
        </Line>
      )}
    </Stack>
  );
}

/** More than this is summed up elsewhere. */
const FEW = 5;

/** What is left of the invoices, and the points they brought where this payment alone earned them. */
function useAfter({ invoices }: Payment): { owed: number; points: number } {
  const loaded = useQueries({ queries: (invoices.length <= FEW ? invoices : []).map(({ id }) => invoiceQuery(id)) }).flatMap(({ data }) => data ?? []);
  const alone = loaded.length === invoices.length && loaded.every(({ payments }) => payments.filter(({ state }) => state === 'succeeded').length === 1);
  return {
    owed: loaded.reduce((sum, invoice) => sum + invoice.amount_due, 0),
    points: alone ? loaded.reduce((sum, invoice) => sum + invoice.points_awarded, 0) : 0,
  };
}

function NextSteps({ payment }: { payment: Payment }) {
  const { mailbox_port: mailbox } = useConfig();
  const [only] = payment.invoices.length === 1 ? payment.invoices : [];
  return (
    <Group justify="center" className="pd-no-print">
      <ButtonLink to="/invoices">All invoices</ButtonLink>
      {only && (
        <ButtonLink to="/invoices/$invoiceId" params={{ invoiceId: only.id }} variant="default">
          This invoice
        </ButtonLink>
      )}
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
