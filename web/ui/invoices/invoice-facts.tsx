import { Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Day } from '../day.js';
import { Money } from '../money.js';
import type { Invoice } from '../../wire.js';
import { InvoiceStatus } from './invoice-status.js';

/** The answer to "what do I owe, and until when", with the next step below it. */
export function InvoiceFacts({ invoice, children }: { invoice: Invoice; children?: ReactNode }) {
  const owed = invoice.amount_due > 0;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div>
            <Text c="dimmed" size="sm">
              {owed ? 'To pay' : 'Total'}
            </Text>
            <Text component="p" m={0} fz={32} fw={700} lh={1.2}>
              <Money amount={owed ? invoice.amount_due : invoice.total} currency={invoice.currency} code />
            </Text>
          </div>
          <InvoiceStatus invoice={invoice} />
        </Group>
        <Stack gap={6}>
          <Fact label="Issued">
            <Day value={invoice.issued_at} />
          </Fact>
          <Fact label="Due">
            <Day value={invoice.due_date} />
          </Fact>
          <Fact label="Billed to">{invoice.customer.name}</Fact>
          {invoice.milestone && <Fact label="Milestone">{invoice.milestone}</Fact>}
          {invoice.auto_charge && owed && <Fact label="Paid by">the allowed card, on its due day</Fact>}
          {invoice.points_awarded > 0 && <Fact label="Points earned">{invoice.points_awarded.toLocaleString('en-US')}</Fact>}
        </Stack>
        {children}
      </Stack>
    </Paper>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <Text component="span" c="dimmed" size="sm">
        {label}
      </Text>
      <Text component="span" size="sm" fw={500} ta="right">
        {children}
      </Text>
    </Group>
  );
}
