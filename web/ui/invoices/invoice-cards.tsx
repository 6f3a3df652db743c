import { Group, Paper, Text } from '@mantine/core';
import { Day } from '../day.js';
import { TextLink } from '../links.js';
import { Money } from '../money.js';
import type { InvoiceSummary } from '../../wire.js';
import type { Audience, Selection } from './audience.js';
import { invoiceName, InvoiceStatus } from './invoice-status.js';
import { Choice } from './invoice-table.js';
import classes from './invoice-cards.module.css';

interface InvoiceCardsProps {
  audience: Audience;
  items: readonly InvoiceSummary[];
  selection?: Selection | undefined;
}

export function InvoiceCards({ items, audience, selection }: InvoiceCardsProps) {
  return (
    <Paper component="ul" className={classes['list']}>
      {items.map((invoice) => (
        <li key={invoice.id} className={`pd-row ${classes['item']}`}>
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Group gap="sm" wrap="nowrap">
              {selection && <Choice invoice={invoice} selection={selection} />}
              <TextLink
                to={audience === 'business' ? '/admin/invoices/$invoiceId' : '/invoices/$invoiceId'}
                params={{ invoiceId: invoice.id }}
                className="pd-row-link"
                fw={650}
              >
                {invoiceName(invoice)}
              </TextLink>
            </Group>
            <Money amount={invoice.amount_due > 0 ? invoice.amount_due : invoice.total} currency={invoice.currency} fw={650} />
          </Group>
          <Group justify="space-between" wrap="nowrap" gap="sm" mt={6}>
            <Text size="sm" c="dimmed" truncate>
              {audience === 'business' ? invoice.customer_name : <When invoice={invoice} />}
            </Text>
            <InvoiceStatus invoice={invoice} />
          </Group>
        </li>
      ))}
    </Paper>
  );
}

function When({ invoice }: { invoice: InvoiceSummary }) {
  const open = invoice.amount_due > 0 && invoice.due_date !== null;
  return (
    <>
      {open ? 'Due ' : 'Issued '}
      <Day value={open ? invoice.due_date : invoice.issued_at} />
    </>
  );
}
