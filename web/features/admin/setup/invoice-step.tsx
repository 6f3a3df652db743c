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
import { CustomerSelect } from '../customers/customer-select.js';
import { Step } from './step.js';

/** One line is enough for a first invoice; it goes out by mail. */
export function InvoiceStep({ setup }: { setup: Setup }) {
  const { settings, steps } = setup;
  return (
    <Step
      id="invoice"
      title={steps.invoice ? 'Another invoice' : 'Your first invoice'}
      note={`Gets a number, is due after ${settings.invoice_due_days} days, and carries ${settings.tax_percent}% tax.`}
      done={steps.invoice}
    >
      {steps.customer ? <InvoiceForm currency={settings.currency} tax={settings.tax_percent} /> : <Text>Add a customer first: the invoice goes to whom you add above.</Text>}
    </Step>
  );
}

/** To whom was added above, or anybody else in the book. */
function InvoiceForm({ currency, tax }: { currency: string; tax: number }) {
  const { customer = null } = useSearch({ from: '/signed-in/admin/setup' });
  const navigate = useNavigate({ from: '/admin/setup' });
  const [description, setDescription] = useState('');
  const [price, setPrice] = useState<number | string>('');
  const issue = useIssue();
  const amount = Number(price) || 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (customer && amount > 0 && !issue.isPending) issue.mutate({ customer_id: customer, lines: [{ description: description.trim(), unit_price: amount }] });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {issue.error && <Alert color="red" variant="light" role="alert" title={issue.error.message} />}
        <CustomerSelect customerId={customer} onChoose={(id) => void navigate({ search: id === null ? {} : { customer: id }, replace: true, resetScroll: false })} />
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
        <FormFoot go={amount > 0 ? `Send an invoice of ${formatMoney(amount, currency)}${tax > 0 ? ' and tax' : ''}` : 'Send the invoice'} busy={issue.isPending} ready={customer !== null && amount > 0} />
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
