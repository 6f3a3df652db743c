import { Checkbox, Paper, Table, Text, VisuallyHidden } from '@mantine/core';
import { Day } from '../day.js';
import { TextLink } from '../links.js';
import { Money } from '../money.js';
import type { InvoiceSummary } from '../../wire.js';
import type { Audience, Selection } from './audience.js';
import { invoiceName, InvoiceStatus, isPayable } from './invoice-status.js';

interface InvoiceRowsProps {
  audience: Audience;
  items: readonly InvoiceSummary[];
  selection?: Selection | undefined;
}

export function InvoiceTable({ items, audience, selection }: InvoiceRowsProps) {
  const business = audience === 'business';
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table verticalSpacing="sm" horizontalSpacing="lg" layout="auto">
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th w={20} pr={0}>
                <VisuallyHidden>Choose</VisuallyHidden>
              </Table.Th>
            )}
            <Table.Th>Invoice</Table.Th>
            {business && <Table.Th>Customer</Table.Th>}
            <Table.Th>Status</Table.Th>
            <Table.Th>Issued</Table.Th>
            <Table.Th>Due</Table.Th>
            <Table.Th ta="right">Total</Table.Th>
            <Table.Th ta="right">To pay</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((invoice) => (
            <Table.Tr key={invoice.id} className="pd-row">
              {selection && (
                <Table.Td pr={0}>
                  <Choice invoice={invoice} selection={selection} />
                </Table.Td>
              )}
              <Table.Td>
                <TextLink
                  to={business ? '/admin/invoices/$invoiceId' : '/invoices/$invoiceId'}
                  params={{ invoiceId: invoice.id }}
                  className="pd-row-link"
                  fw={600}
                >
                  {invoiceName(invoice)}
                </TextLink>
              </Table.Td>
              {business && <Table.Td>{invoice.customer_name}</Table.Td>}
              <Table.Td>
                <InvoiceStatus invoice={invoice} />
              </Table.Td>
              <Table.Td>
                <Day value={invoice.issued_at} />
              </Table.Td>
              <Table.Td>
                <Day value={invoice.due_date} />
              </Table.Td>
              <Table.Td ta="right">
                <Money amount={invoice.total} currency={invoice.currency} />
              </Table.Td>
              <Table.Td ta="right">
                <ToPay invoice={invoice} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function ToPay({ invoice }: { invoice: InvoiceSummary }) {
  const owed = invoice.amount_due > 0;
  return (
    <Text component="span" inherit fw={owed ? 700 : 400} c={owed ? undefined : 'dimmed'}>
      <Money amount={invoice.amount_due} currency={invoice.currency} />
    </Text>
  );
}

/** Above the link that covers its row. */
export function Choice({ invoice, selection }: { invoice: InvoiceSummary; selection: Selection }) {
  if (!isPayable(invoice)) return null;
  return (
    <Checkbox
      size="md"
      className="pd-above-row"
      aria-label={`Choose ${invoiceName(invoice)} to pay`}
      checked={selection.ids.has(invoice.id)}
      onChange={() => selection.toggle(invoice)}
    />
  );
}
