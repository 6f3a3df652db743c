import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { reversePayment } from '../../../api.js';
import { FormDialog } from '../../../ui/form-dialog.js';
import { formatMoney } from '../../../ui/money.js';
import type { Invoice, InvoicePayment } from '../../../wire.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

interface ReversePaymentProps {
  invoice: Invoice;
  payment: InvoicePayment;
  onClose: () => void;
  onDone: (said: string) => void;
}

/** A cheque that bounced, or a mistake: what it had paid is owed again. */
export function ReversePayment({ invoice, payment, onClose, onDone }: ReversePaymentProps) {
  const [reason, setReason] = useState('');
  const amount = formatMoney(payment.amount, invoice.currency);
  const save = useOrder((why: string, key) => reversePayment(payment.id, why, key), () => (onDone(`The payment of ${amount} was taken back: it is owed again`), onClose()));
  return (
    <FormDialog title="Take a payment back" keep="Keep it" go="Take it back" harsh busy={save.isPending} onSubmit={() => save.mutate(reason.trim())} onClose={onClose}>
      {save.error && <OrderError error={save.error} title="The payment stays as it was" />}
      <Text>
        {amount} {payment.method === 'credit' ? 'goes back to the customer’s credit' : 'is taken out of the books'}, and is owed again{payment.method === 'credit' ? '.' : ' on every invoice it had paid. What of it was spent from credit elsewhere is owed there again.'}
      </Text>
      <TextInput label="Reason" description="A cheque bounced, it was a mistake" size="md" maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus />
    </FormDialog>
  );
}
