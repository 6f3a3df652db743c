import { Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { Money } from '../money.js';
import type { Invoice } from '../../wire.js';
import classes from './invoice-paper.module.css';

/** What any paper says, also the one behind a mailed link. */
type Printed = Pick<Invoice, 'currency' | 'memo' | 'amount' | 'infrastructure_costs' | 'tax_amount' | 'total' | 'amount_paid' | 'amount_credited' | 'amount_refunded' | 'amount_due'>
  & { lines: readonly Pick<Invoice['lines'][number], 'description' | 'quantity' | 'unit_price' | 'amount'>[] };

/** What was bought and what it comes to. */
export function InvoicePaper({ invoice }: { invoice: Printed }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="lines">
      <Title order={2} id="lines" mb="sm">
        What this is for
      </Title>
      <Table verticalSpacing="sm" horizontalSpacing="md" className={classes['lines']}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Description</Table.Th>
            <Table.Th ta="right">Quantity</Table.Th>
            <Table.Th ta="right">Price</Table.Th>
            <Table.Th ta="right">Amount</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invoice.lines.map((line, place) => (
            <Table.Tr key={place}>
              <Table.Td>{line.description}</Table.Td>
              <Table.Td ta="right">{line.quantity}</Table.Td>
              <Table.Td ta="right">
                <Money amount={line.unit_price} currency={invoice.currency} />
              </Table.Td>
              <Table.Td ta="right">
                <Money amount={line.amount} currency={invoice.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Totals invoice={invoice} />
      {invoice.memo && (
        <Text c="dimmed" size="sm" mt="md">
          {invoice.memo}
        </Text>
      )}
    </Paper>
  );
}

function Totals({ invoice }: { invoice: Printed }) {
  const { currency } = invoice;
  return (
    <Stack gap={6} mt="md" ml="auto" maw={320} fz="sm">
      <Sum label="Subtotal" amount={invoice.amount} currency={currency} />
      {invoice.infrastructure_costs > 0 && <Sum label="Infrastructure" amount={invoice.infrastructure_costs} currency={currency} />}
      <Sum label="Tax" amount={invoice.tax_amount} currency={currency} />
      <hr className="pd-dashed" />
      <Sum label="Total" amount={invoice.total} currency={currency} strong />
      {invoice.amount_paid > 0 && <Sum label="Paid" amount={-invoice.amount_paid} currency={currency} />}
      {invoice.amount_credited > 0 && <Sum label="Credited" amount={-invoice.amount_credited} currency={currency} />}
      {invoice.amount_refunded > 0 && <Sum label="Refunded" amount={invoice.amount_refunded} currency={currency} />}
    </Stack>
  );
}

function Sum({ label, amount, currency, strong = false }: { label: string; amount: number; currency: string; strong?: boolean }) {
  return (
    <Group justify="space-between" fw={strong ? 700 : 400} fz={strong ? 'md' : 'sm'}>
      <Text component="span" inherit>
        {label}
      </Text>
      <Money amount={amount} currency={currency} />
    </Group>
  );
}
