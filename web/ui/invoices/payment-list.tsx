import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Day } from '../day.js';
import { Money } from '../money.js';
import { StatusMark, type Tone } from '../status-mark.js';
import type { Invoice, InvoicePayment } from '../../wire.js';
import { cardName } from '../card-name.js';

interface PaymentListProps {
  invoice: Invoice;
  /** What can be done with one payment, beside it. */
  action?: (payment: InvoicePayment) => ReactNode;
}

/** Money that came, money that went back. Nothing is drawn while there is neither. */
export function PaymentList({ invoice, action }: PaymentListProps) {
  const payments = invoice.payments.filter(isBegun);
  if (payments.length === 0 && invoice.credit_notes.length === 0) return null;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="payments">
      <Title order={2} id="payments" mb="md">
        Payments
      </Title>
      <Stack gap="md">
        {payments.map((payment) => (
          <Payment key={payment.id} payment={payment} currency={invoice.currency}>
            {action?.(payment)}
          </Payment>
        ))}
        {invoice.credit_notes.map((note) => (
          <Group key={note.id} justify="space-between" gap="sm">
            <div>
              <Text fw={600}>Credit note {note.number}</Text>
              <Text size="sm" c="dimmed">
                {note.reason && note.reason !== 'requested_by_customer' ? `${note.reason} · ` : ''}<Day value={note.issued_at} time />
              </Text>
            </div>
            <Text ml="auto"><Money amount={-note.amount} currency={invoice.currency} fw={600} /></Text>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

function Payment({ payment, currency, children }: { payment: InvoicePayment; currency: string; children?: ReactNode }) {
  const whole = payment.state === 'succeeded' && payment.refunded >= payment.amount;
  const { label, tone } = whole ? goneBack[payment.method === 'card' ? 'card' : 'byHand'] : states[payment.state];
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <div>
        <Text fw={600}>{methodName(payment)}</Text>
        <Text size="sm" c="dimmed">
          <Day value={payment.settled_at ?? payment.created_at} time />
        </Text>
        {payment.refunded > 0 && (
          <Text size="sm" c="dimmed">
            <Money amount={payment.refunded} currency={currency} /> went back
          </Text>
        )}
      </div>
      <Group gap="sm" ml="auto">
        <StatusMark tone={tone}>{label}</StatusMark>
        <Money amount={payment.amount} currency={currency} fw={600} />
        {children}
      </Group>
    </Group>
  );
}

/** How money came, in people's words. */
function methodName(payment: InvoicePayment): string {
  if (payment.method === 'card') return cardName(payment.card_brand, payment.card_last4);
  return [byHand[payment.method], payment.reference].filter(Boolean).join(' · ');
}

const byHand: Record<Exclude<InvoicePayment['method'], 'card'>, string> = {
  cash: 'Cash', cheque: 'Cheque', bank_transfer: 'Bank transfer', other: 'Taken by hand', credit: 'From credit',
};

const states: Record<InvoicePayment['state'], { label: string; tone: Tone }> = {
  requires_action: { label: 'Not finished', tone: 'quiet' },
  pending: { label: 'In progress', tone: 'waiting' },
  succeeded: { label: 'Paid', tone: 'good' },
  failed: { label: 'Declined', tone: 'bad' },
  canceled: { label: 'Given up', tone: 'quiet' },
};

const goneBack: Record<'card' | 'byHand', { label: string; tone: Tone }> = { card: { label: 'Refunded', tone: 'quiet' }, byHand: { label: 'Taken back', tone: 'quiet' } };

/** A payment page that was opened and never used is nobody's news. */
const isBegun = (payment: InvoicePayment) => payment.state !== 'requires_action' && payment.state !== 'canceled';
