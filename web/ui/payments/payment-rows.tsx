import { Group, Paper, Table, Text } from '@mantine/core';
import { cardName } from '../card-name.js';
import { Day } from '../day.js';
import { TextLink } from '../links.js';
import { Money } from '../money.js';
import { StatusMark, type Tone } from '../status-mark.js';
import type { Payment } from '../../wire.js';
import type { Audience } from '../invoices/audience.js';
import classes from '../invoices/invoice-cards.module.css';
import { namesOf } from './paid-for.js';

interface RowsProps {
  items: readonly Payment[];
  audience: Audience;
}

/** A table where there is room. */
export function PaymentTable({ items, audience }: RowsProps) {
  const business = audience === 'business';
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table verticalSpacing="sm" horizontalSpacing="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Date</Table.Th>
            {business && <Table.Th>Customer</Table.Th>}
            <Table.Th>For</Table.Th>
            <Table.Th>Card</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Amount</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((payment) => (
            <Table.Tr key={payment.id} className="pd-row">
              <Table.Td>
                <Name payment={payment} audience={audience} />
              </Table.Td>
              {business && <Table.Td>{payment.customer_name}</Table.Td>}
              <Table.Td>{namesOf(payment)}</Table.Td>
              <Table.Td>{payment.card_last4 ? cardName(payment.card_brand, payment.card_last4) : ''}</Table.Td>
              <Table.Td>
                <PaymentStatus payment={payment} />
              </Table.Td>
              <Table.Td ta="right">
                <Money amount={payment.amount} currency={payment.currency} fw={600} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

/** Two lines each, on a phone. */
export function PaymentCards({ items, audience }: RowsProps) {
  return (
    <Paper component="ul" className={classes['list']}>
      {items.map((payment) => (
        <li key={payment.id} className={`pd-row ${classes['item']}`}>
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Name payment={payment} audience={audience} />
            <Money amount={payment.amount} currency={payment.currency} fw={650} />
          </Group>
          <Group justify="space-between" wrap="nowrap" gap="sm" mt={6}>
            <Text size="sm" c="dimmed" truncate>
              {audience === 'business' && payment.customer_name ? payment.customer_name : namesOf(payment)}
            </Text>
            <PaymentStatus payment={payment} />
          </Group>
        </li>
      ))}
    </Paper>
  );
}

/** The business looks at a payment where it can be given back: at its invoice. */
function Name({ payment, audience }: { payment: Payment; audience: Audience }) {
  const day = <Day value={payment.settled_at ?? payment.created_at} />;
  const [invoice] = payment.invoices;
  if (audience === 'customer') {
    return (
      <TextLink to="/payments/$paymentId" params={{ paymentId: payment.id }} className="pd-row-link" fw={600} aria-label={`Receipt for ${namesOf(payment)}`}>
        {day}
      </TextLink>
    );
  }
  if (!invoice) return day;
  return (
    <TextLink to="/admin/invoices/$invoiceId" params={{ invoiceId: invoice.id }} className="pd-row-link" fw={600}>
      {day}
    </TextLink>
  );
}

const states: Record<Payment['status'], { label: string; tone: Tone }> = {
  pending: { label: 'In progress', tone: 'waiting' },
  succeeded: { label: 'Paid', tone: 'good' },
  failed: { label: 'Declined', tone: 'bad' },
};

function PaymentStatus({ payment }: { payment: Payment }) {
  const { label, tone } = states[payment.status];
  if (payment.amount_refunded <= 0) return <StatusMark tone={tone}>{label}</StatusMark>;
  return <StatusMark tone="quiet">{payment.amount_refunded >= payment.amount ? 'Refunded' : 'Partly refunded'}</StatusMark>;
}
