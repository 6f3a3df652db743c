import { NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { recordPayment, type ManualOrder } from '../../../api.js';
import { FormDialog } from '../../../ui/form-dialog.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import type { Invoice, ManualPayment } from '../../../wire.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

const methods = [
  { value: 'cash', label: 'Cash' },
  { value: 'cheque', label: 'Cheque' },
  { value: 'bank_transfer', label: 'Bank transfer' },
  { value: 'other', label: 'Another way' },
] as const;

/** Money that came without a processor: a part, all of it, or more, which becomes the customer's credit. */
export function RecordPayment({ invoice, onClose, onDone }: { invoice: Invoice; onClose: () => void; onDone: (payment: ManualPayment) => void }) {
  const [typed, setTyped] = useState<number | string>(invoice.amount_due);
  const [method, setMethod] = useState<ManualOrder['method']>('cash');
  const [reference, setReference] = useState('');
  const [day, setDay] = useState('');
  const amount = Number(typed) || 0;
  const { currency } = invoice;
  const save = useOrder((order: ManualOrder, key) => recordPayment(order, key), (payment) => (onDone(payment), onClose()));
  return (
    <FormDialog
      title="Record a payment"
      go={amount > 0 ? `Record ${formatMoney(amount, currency)}` : 'Record'}
      busy={save.isPending}
      ready={amount > 0}
      onSubmit={() => save.mutate({ invoices: [invoice.id], amount, method, reference: reference.trim() || null, received_on: day || null })}
      onClose={onClose}
    >
      {save.error && <OrderError error={save.error} title="The payment was not written down" />}
      <NumberInput label={`Amount (${currency.toUpperCase()})`} size="md" value={typed} onChange={setTyped} decimalScale={decimalsOf(currency)} fixedDecimalScale allowNegative={false} thousandSeparator="," hideControls data-autofocus />
      <NativeSelect label="How it came" size="md" data={[...methods]} value={method} onChange={(event) => setMethod(event.currentTarget.value as ManualOrder['method'])} />
      <TextInput label="Reference" description="The number of a cheque, the words of a transfer" size="md" maxLength={200} value={reference} onChange={(event) => setReference(event.currentTarget.value)} />
      <TextInput type="date" label="Received on" description="Today when empty" size="md" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      <Text size="sm" aria-live="polite">{leftOver(amount, invoice)}</Text>
    </FormDialog>
  );
}

function leftOver(amount: number, { amount_due: due, currency }: Invoice): string {
  if (amount <= 0) return 'Enter what came.';
  const scale = 10 ** decimalsOf(currency);
  const left = (Math.round(due * scale) - Math.round(amount * scale)) / scale;
  if (left > 0) return `${formatMoney(left, currency)} stays open.`;
  return left === 0 ? 'That pays the whole invoice.' : `That pays the whole invoice; ${formatMoney(-left, currency)} becomes the customer’s credit.`;
}
