import { Checkbox, NativeSelect, NumberInput, Paper, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { previewRefund, refundPayment } from '../../api.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { decimalsOf, formatMoney } from '../../ui/money.js';
import type { Invoice, InvoicePayment, Refund, RefundOrder } from '../../wire.js';
import { cardName } from '../../ui/card-name.js';
import { OrderError } from './invoices/order-error.js';
import { useOrder } from './invoices/use-order.js';
import { refundable } from './refundable.js';

interface RefundDialogProps {
  invoice: Invoice;
  payment: InvoicePayment;
  onClose: () => void;
  onDone: (refund: Refund) => void;
}

const reasons = [
  { value: 'requested_by_customer', label: 'The customer asked for it' },
  { value: 'duplicate', label: 'Paid twice' },
  { value: 'fraudulent', label: 'Fraud' },
];

/** Says what will happen before it happens; the button names the amount. */
export function RefundDialog({ invoice, payment, onClose, onDone }: RefundDialogProps) {
  const all = useQuery(previewQuery(payment.id, undefined, false));
  const limit = all.data?.refundable ?? refundable(payment);
  // The input speaks text while it is being typed ("12.50"), a number otherwise.
  const [typed, setTyped] = useState<number | string>(limit);
  const amount = typed === '' ? 0 : Number(typed);
  const [reason, setReason] = useState('requested_by_customer');
  const [keepOwing, setKeepOwing] = useState(false);
  const refund = useOrder((order: RefundOrder, key) => refundPayment(payment.id, order, key), (answer) => (onDone(answer), onClose()));
  const valid = amount > 0 && amount <= limit;
  return (
    <FormDialog
      title="Refund a payment"
      go={valid ? `Refund ${formatMoney(amount, invoice.currency)}` : 'Refund'}
      harsh
      busy={refund.isPending}
      ready={valid}
      onSubmit={() => refund.mutate({ amount, reason, ...(keepOwing ? { keep_owing: true } : {}) })}
      onClose={onClose}
    >
      <Text>
        Paid by {invoice.customer.name}
        {payment.card_last4 ? ` with ${cardName(payment.card_brand, payment.card_last4)}` : ''}. Up to{' '}
        {formatMoney(limit, invoice.currency)} can go back.
      </Text>
      {refund.error && <OrderError error={refund.error} title="The refund was refused" />}
      <NumberInput
        label={`Amount (${invoice.currency.toUpperCase()})`}
        size="md"
        value={typed}
        onChange={setTyped}
        decimalScale={decimalsOf(invoice.currency)}
        fixedDecimalScale
        allowNegative={false}
        thousandSeparator=","
        hideControls
        error={valid ? null : `Enter an amount up to ${formatMoney(limit, invoice.currency)}`}
        data-autofocus
      />
      <NativeSelect label="Reason" size="md" data={reasons} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <Preview payment={payment} amount={valid ? amount : undefined} keepOwing={keepOwing} />
      <Checkbox
        checked={keepOwing}
        onChange={(event) => setKeepOwing(event.currentTarget.checked)}
        label="The customer still owes this amount"
        description="Otherwise a credit note of the same amount is written and the invoice stays paid."
      />
    </FormDialog>
  );
}

const previewQuery = (paymentId: string, amount: number | undefined, keepOwing: boolean) =>
  queryOptions({ queryKey: ['invoice', 'refund-preview', paymentId, amount, keepOwing], queryFn: ({ signal }) => previewRefund(paymentId, amount, keepOwing, signal), placeholderData: keepPreviousData, retry: false });

/** What it would reverse, as the server reckons it. */
function Preview({ payment, amount, keepOwing }: { payment: InvoicePayment; amount: number | undefined; keepOwing: boolean }) {
  const [settled] = useDebouncedValue(amount, 300);
  const { data, error } = useQuery({ ...previewQuery(payment.id, settled, keepOwing), enabled: settled !== undefined });
  if (error) return <Text size="sm" c="red.8">{error.message}</Text>;
  if (!data || amount === undefined) return null;
  const money = (value: number) => formatMoney(value, data.currency);
  return (
    <Paper p="md" withBorder component="section" aria-label="What this reverses" aria-live="polite">
      <Text fw={600} size="sm" mb={6}>What this reverses</Text>
      <Stack gap={4} component="ul" m={0} p={0} fz="sm" style={{ listStyle: 'none' }}>
        {data.from_credit > 0 && <li>{money(data.from_credit)} out of the customer’s credit</li>}
        {data.invoices.flatMap((one) => [
          <li key={one.id}>{one.credit_note ? `Credit note of ${money(one.amount)}` : `${money(one.amount)} is owed again`} on {one.invoice_number}{one.credit_note ? `, with ${money(one.tax)} of tax` : ''}</li>,
          <li key={`${one.id}-open`}>Open on it afterwards: {money(one.amount_due_after)}</li>,
          ...(one.points_after === one.points_before ? [] : [<li key={`${one.id}-points`}>Points: {one.points_before.toLocaleString('en-US')} → {one.points_after.toLocaleString('en-US')}</li>]),
        ])}
      </Stack>
    </Paper>
  );
}
