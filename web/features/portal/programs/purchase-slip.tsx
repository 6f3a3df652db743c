import { Stack } from '@mantine/core';
import { IconCheck, IconClock, IconReceiptRefund, IconX } from '@tabler/icons-react';
import { useConfig, useMe } from '../../../app/session.js';
import { BackLink } from '../../../ui/back-link.js';
import { cardName } from '../../../ui/card-name.js';
import { Day } from '../../../ui/day.js';
import { ButtonLink } from '../../../ui/links.js';
import { PriceLine, PriceLines } from '../../../ui/programs/price-lines.js';
import type { Enrolment } from '../../../wire.js';
import { Slip, SlipLine } from '../slip.js';

const heads = {
  completed: { icon: IconCheck, title: 'You are enrolled' },
  pending: { icon: IconClock, title: 'Not paid yet' },
  failed: { icon: IconX, title: 'Payment failed' },
  refunded: { icon: IconReceiptRefund, title: 'Refunded' },
  stuck: { icon: IconX, title: 'No place was left, and the refund failed' },
} as const;

/** An order as a slip from the till; `fresh` right after it was paid. */
export function PurchaseSlip({ purchase, fresh = false }: { purchase: Enrolment; fresh?: boolean }) {
  const { business } = useConfig();
  const { user } = useMe();
  const paid = purchase.status === 'completed' || purchase.status === 'refunded' || purchase.refund_failed;
  return (
    <Slip
      {...heads[purchase.refund_failed ? 'stuck' : purchase.status]}
      about={purchase.order_number}
      note={purchase.program.title}
      amount={purchase.price.final}
      currency={purchase.currency}
      back={!fresh && <BackLink to="/purchases">My programs</BackLink>}
      news={fresh && purchase.status === 'completed' && `A confirmation is on its way to ${user.email}.`}
      actions={<ButtonLink to="/programs/$programId" params={{ programId: purchase.program.id }}>Open the program</ButtonLink>}
    >
      <Stack gap={8} my="md" component="dl" m={0}>
        <SlipLine name="Order">{purchase.order_number}</SlipLine>
        <SlipLine name="Date">
          <Day value={purchase.completed_at ?? purchase.ordered_at} time />
        </SlipLine>
        <SlipLine name="To">{business.name}</SlipLine>
        <SlipLine name="From">{[purchase.billing.name, ...purchase.billing.address].join(', ')}</SlipLine>
        {purchase.card && <SlipLine name="Card">{cardName(purchase.card.brand, purchase.card.last4)}</SlipLine>}
      </Stack>
      <hr className="pd-dashed" />
      <div style={{ marginTop: 16 }}>
        <PriceLines
          price={purchase.price} currency={purchase.currency} total={paid ? 'Paid' : 'To pay'}
          more={purchase.amount_refunded > 0 && <PriceLine name="Refunded" amount={-purchase.amount_refunded} currency={purchase.currency} />}
        />
      </div>
    </Slip>
  );
}
