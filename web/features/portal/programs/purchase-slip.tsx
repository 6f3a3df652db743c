import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconCheck, IconClock, IconPrinter, IconReceiptRefund, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useConfig, useMe } from '../../../app/session.js';
import { cardName } from '../../../ui/card-name.js';
import { Day } from '../../../ui/day.js';
import { ButtonLink, TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { usePageTitle } from '../../../ui/page.js';
import { PriceLine, PriceLines } from '../../../ui/programs/price-lines.js';
import type { Enrolment } from '../../../wire.js';
import classes from '../receipt.module.css';

const heads = {
  completed: { icon: IconCheck, title: 'You are enrolled' },
  pending: { icon: IconClock, title: 'Not paid yet' },
  failed: { icon: IconX, title: 'Payment failed' },
  refunded: { icon: IconReceiptRefund, title: 'Refunded' },
} as const;

/** An order as a slip from the till; `fresh` right after it was paid. */
export function PurchaseSlip({ purchase, fresh = false }: { purchase: Enrolment; fresh?: boolean }) {
  const { icon: Icon, title } = heads[purchase.status];
  const { business } = useConfig();
  const { user } = useMe();
  usePageTitle(`${fresh ? title : 'Receipt'} ${purchase.order_number}`);
  return (
    <Stack gap="lg" maw={480} mx="auto">
      {!fresh && (
        <TextLink to="/purchases" size="sm" className="pd-no-print">
          <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> My programs
        </TextLink>
      )}
      <div className={classes['shadow']}>
        <section className={`pd-receipt ${classes['slip']}`} aria-label="Receipt">
          <Stack align="center" gap={4} mb="lg" ta="center" aria-live="polite">
            <span className={classes['mark']}>
              <Icon size={30} stroke={2.5} aria-hidden />
            </span>
            <Title order={1} mt="xs">
              {title}
            </Title>
            <Text fw={500}>{purchase.program.title}</Text>
            <Text fz={34} fw={700} lh={1.2}>
              <Money amount={purchase.price.final} currency={purchase.currency} code />
            </Text>
          </Stack>
          <hr className="pd-dashed" />
          <Stack gap={8} my="md" component="dl" m={0}>
            <Line name="Order">{purchase.order_number}</Line>
            <Line name="Date">
              <Day value={purchase.completed_at ?? purchase.ordered_at} time />
            </Line>
            <Line name="To">{business.name}</Line>
            <Line name="From">{[purchase.billing.name, ...purchase.billing.address].join(', ')}</Line>
            {purchase.card && <Line name="Card">{cardName(purchase.card.brand, purchase.card.last4)}</Line>}
          </Stack>
          <hr className="pd-dashed" />
          <div style={{ marginTop: 16 }}>
            <PriceLines
              price={purchase.price} currency={purchase.currency} total={purchase.status === 'completed' || purchase.status === 'refunded' ? 'Paid' : 'To pay'}
              more={purchase.amount_refunded > 0 && <PriceLine name="Refunded" amount={-purchase.amount_refunded} currency={purchase.currency} />}
            />
          </div>
        </section>
      </div>
      {fresh && purchase.status === 'completed' && (
        <Text size="sm" c="dimmed" ta="center" className="pd-no-print">
          A confirmation is on its way to {user.email}.
        </Text>
      )}
      <Group justify="center" className="pd-no-print">
        <ButtonLink to="/programs/$programId" params={{ programId: purchase.program.id }}>
          Open the program
        </ButtonLink>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          Print
        </Button>
      </Group>
    </Stack>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
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
