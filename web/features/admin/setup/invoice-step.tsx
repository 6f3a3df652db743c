import { Alert, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { writeInvoice, type InvoiceOrder } from '../../../api.js';
import { setupQuery } from '../../../app/session.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import { useOnce } from '../../../ui/use-once.js';
import type { Setup } from '../../../wire.js';
import { Step } from './step.js';

/** One line is enough for a first invoice; it goes out by mail. */
export function InvoiceStep({ setup }: { setup: Setup }) {
  const { customer } = useSearch({ from: '/signed-in/admin/setup' });
  const { settings, steps } = setup;
  return (
    <Step
      id="invoice"
      title={steps.invoice ? 'Another invoice' : 'Your first invoice'}
      note={`Gets a number, is due after ${settings.invoice_due_days} days, and carries ${settings.tax_percent}% tax.`}
      done={steps.invoice}
    >
      {customer ? <InvoiceForm customerId={customer} currency={settings.currency} tax={settings.tax_percent} /> : <Text>Add a customer first: the invoice goes to whom you add above.</Text>}
    </Step>
  );
}

function InvoiceForm({ customerId, currency, tax }: { customerId: string; currency: string; tax: number }) {
  const [description, setDescription] = useState('');
  const [price, setPrice] = useState<number | string>('');
  const issue = useIssue();
  const amount = Number(price) || 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (amount > 0 && !issue.isPending) issue.mutate({ customer_id: customerId, lines: [{ description: description.trim(), unit_price: amount }] });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {issue.error && <Alert color="red" variant="light" role="alert" title={issue.error.message} />}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="What for" required maxLength={500} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <NumberInput
            label={`Price (${currency.toUpperCase()})`}
            description="Before tax"
            required
            min={0}
            decimalScale={decimalsOf(currency)}
            value={price}
            onChange={setPrice}
            hideControls
          />
        </SimpleGrid>
        <FormFoot go={amount > 0 ? `Send an invoice of ${formatMoney(amount, currency)}${tax > 0 ? ' and tax' : ''}` : 'Send the invoice'} busy={issue.isPending} ready={amount > 0} />
      </Stack>
    </form>
  );
}

function useIssue() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useOnce((order: InvoiceOrder, key) => writeInvoice(order, key), {
    onSuccess: async ({ id }) => {
      for (const key of [setupQuery.queryKey, ['invoices']]) void queries.invalidateQueries({ queryKey: key });
      await navigate({ to: '/admin/invoices/$invoiceId', params: { invoiceId: id } });
    },
  });
}
