import { NumberInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { creditInvoice, type CreditOrder } from '../../../api.js';
import { FormDialog } from '../../../ui/form-dialog.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

export interface Credited {
  numbers: string[];
  forgiven: number;
  to_credit: number;
}

/** A credit note by hand, and what it does to what is open and to what was paid. */
export function CreditNote({ invoice, onClose, onDone }: { invoice: Invoice; onClose: () => void; onDone: (credited: Credited) => void }) {
  const { currency } = invoice;
  const scale = 10 ** decimalsOf(currency);
  const most = Math.round((invoice.total - invoice.amount_credited - invoice.amount_refunded) * scale) / scale;
  const [typed, setTyped] = useState<number | string>(most);
  const [reason, setReason] = useState('');
  const amount = Number(typed) || 0;
  const valid = amount > 0 && amount <= most;
  const save = useOrder((order: CreditOrder, key) => creditInvoice(invoice.id, order, key), (credited) => (onDone(credited), onClose()));
  const forgiven = Math.min(amount, invoice.amount_due);
  const kept = Math.round((amount - forgiven) * scale) / scale;
  return (
    <FormDialog
      title="Write a credit note"
      go={valid ? `Credit ${formatMoney(amount, currency)}` : 'Credit'}
      harsh
      busy={save.isPending}
      ready={valid}
      onSubmit={() => save.mutate({ amount, reason: reason.trim() || null })}
      onClose={onClose}
    >
      {save.error && <OrderError error={save.error} title="No credit note was written" />}
      <NumberInput label={`Amount (${currency.toUpperCase()})`} description={`Up to ${formatMoney(most, currency)}, tax included`} size="md" value={typed} onChange={setTyped} decimalScale={decimalsOf(currency)} fixedDecimalScale allowNegative={false} thousandSeparator="," hideControls error={valid ? null : `Enter an amount up to ${formatMoney(most, currency)}`} data-autofocus />
      <TextInput label="Reason" description="Stands on the credit note" size="md" maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      {valid && (
        <Text size="sm" aria-live="polite">
          {forgiven > 0 && `${formatMoney(forgiven, currency)} of what is open is forgiven. `}
          {kept > 0 && `${formatMoney(kept, currency)} of what was paid becomes the customer’s credit; nothing is paid out.`}
        </Text>
      )}
    </FormDialog>
  );
}
