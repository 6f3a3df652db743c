import { Button, Stack, Text } from '@mantine/core';
import { IconCheck, IconClock, IconMail, IconReceiptRefund, IconX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useConfig, useMe } from '../../app/session.js';
import { BackLink } from '../../ui/back-link.js';
import { cardName } from '../../ui/card-name.js';
import { Day } from '../../ui/day.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';
import { fullNameOf, namesOf } from '../../ui/payments/paid-for.js';
import type { Receipt as Payment } from '../../wire.js';
import { Slip, SlipLine } from './slip.js';
import classes from './slip.module.css';

const marks = {
  succeeded: { icon: IconCheck, title: 'Paid' },
  pending: { icon: IconClock, title: 'Payment in progress' },
  requires_action: { icon: IconClock, title: 'Payment not finished' },
  failed: { icon: IconX, title: 'Payment declined' },
  canceled: { icon: IconX, title: 'Payment given up' },
  refunded: { icon: IconReceiptRefund, title: 'Refunded' },
} as const;

/** A payment as a slip from the till; `fresh` right after it was made. */
export function Receipt({ payment, fresh = false }: { payment: Payment; fresh?: boolean }) {
  const { user, customer, points } = useMe();
  const after = useAfter(payment);
  const { icon, title } = payment.amount_refunded >= payment.amount ? marks.refunded : marks[payment.status];
  return (
    <Slip
      icon={icon}
      title={payment.status === 'succeeded' && after.owed > 0 && fresh ? 'Payment received' : title}
      about={namesOf(payment)}
      amount={payment.amount}
      currency={payment.currency}
      back={!fresh && <BackLink to="/payments">All payments</BackLink>}
      news={fresh && `A receipt is on its way to ${customer?.email ?? user.email}.`}
      actions={<NextSteps payment={payment} />}
    >
      <Facts payment={payment} owed={fresh ? after.owed : 0} />
      {fresh && after.points > 0 && <Points earned={after.points} balance={points} />}
    </Slip>
  );
}

const REFUNDS = { pending: 'Refund on its way', succeeded: 'Refunded', bounced: 'Refunded', failed: 'Refund failed' } as const;

function Facts({ payment, owed }: { payment: Payment; owed: number }) {
  const { currency } = payment;
  const back = payment.refunds.filter(({ status }) => status !== 'failed');
  // An attempt that another one followed is of no interest any more.
  const failed = payment.refunds.at(-1)?.status === 'failed' ? payment.refunds.at(-1) : undefined;
  return (
    <Stack gap={8} my="md" component="dl" m={0}>
      <SlipLine name="To">{payment.business.name}</SlipLine>
      {payment.customer && <SlipLine name="From">{payment.customer.name}</SlipLine>}
      {payment.paid_for.map((thing, place) => (
        <SlipLine key={place} name={fullNameOf(thing)}>
          <Money amount={thing.amount} currency={currency} />
        </SlipLine>
      ))}
      {payment.card_last4 && <SlipLine name="Card">{cardName(payment.card_brand, payment.card_last4)}</SlipLine>}
      <SlipLine name="Date">
        <Day value={payment.settled_at ?? payment.created_at} time />
      </SlipLine>
      {back.map((refund) => (
        <SlipLine key={refund.id} name={REFUNDS[refund.status]}>
          <Money amount={-refund.amount} currency={currency} />
        </SlipLine>
      ))}
      {back.filter(({ status }) => status === 'bounced').map((refund) => (
        <SlipLine key={`${refund.id} back`} name="Sent back by your bank, now your credit">
          <Money amount={refund.amount} currency={currency} />
        </SlipLine>
      ))}
      {failed && (
        <SlipLine name={REFUNDS.failed}>
          <Money amount={failed.amount} currency={currency} />
        </SlipLine>
      )}
      {owed > 0 && (
        <SlipLine name="Still to pay">
          <Money amount={owed} currency={currency} />
        </SlipLine>
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
    <>
      <ButtonLink to="/invoices">All invoices</ButtonLink>
      {only && (
        <ButtonLink to="/invoices/$invoiceId" params={{ invoiceId: only.id }} variant="default">
          This invoice
        </ButtonLink>
      )}
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
    </>
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
