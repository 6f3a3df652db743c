import { Alert, Button, Group, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { writeInvoice, type InvoiceOrder } from '../../../api.js';
import { setupQuery } from '../../../app/session.js';
import { newKey } from '../../../idempotency-key.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
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
        <Group>
          <Button type="submit" loading={issue.isPending} disabled={amount <= 0}>
            {amount > 0 ? `Send an invoice of ${formatMoney(amount, currency)}${tax > 0 ? ' and tax' : ''}` : 'Send the invoice'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The same order repeated after silence is one invoice. */
function useIssue() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const keys = useRef(new Map<string, string>());
  return useMutation({
    mutationFn: (order: InvoiceOrder) => {
      const written = JSON.stringify(order);
      const key = keys.current.get(written) ?? newKey();
      keys.current.set(written, key);
      return writeInvoice(order, key);
    },
    onSuccess: async ({ id }) => {
      for (const key of [setupQuery.queryKey, ['invoices']]) void queries.invalidateQueries({ queryKey: key });
      await navigate({ to: '/admin/invoices/$invoiceId', params: { invoiceId: id } });
    },
  });
}
