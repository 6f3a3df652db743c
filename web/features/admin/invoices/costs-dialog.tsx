import { NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import { changeCosts } from '../../../api.js';
import { FormDialog } from '../../../ui/form-dialog.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

/** Infrastructure costs of an invoice that nobody has paid anything of. */
export function CostsDialog({ invoice, onClose, onDone }: { invoice: Invoice; onClose: () => void; onDone: (said: string) => void }) {
  const { currency } = invoice;
  const [typed, setTyped] = useState<number | string>(invoice.infrastructure_costs);
  const amount = Number(typed) || 0;
  const save = useOrder((costs: number) => changeCosts(invoice.id, costs), ({ total }) => (onDone(`The total is ${formatMoney(total, currency)} now`), onClose()));
  return (
    <FormDialog title="Infrastructure costs" go="Save" busy={save.isPending} onSubmit={() => save.mutate(amount)} onClose={onClose}>
      {save.error && <OrderError error={save.error} title="The costs were not changed" />}
      <NumberInput label={`Infrastructure costs (${currency.toUpperCase()})`} size="md" min={0} value={typed} onChange={setTyped} decimalScale={decimalsOf(currency)} fixedDecimalScale allowNegative={false} thousandSeparator="," hideControls data-autofocus />
      <Text size="sm">Taxed with {invoice.infrastructure_tax_percent}%. A payment form that is open over the old amount is closed.</Text>
    </FormDialog>
  );
}
