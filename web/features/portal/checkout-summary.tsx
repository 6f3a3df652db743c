import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconLock, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useConfig } from '../../app/session.js';
import { Day } from '../../ui/day.js';
import { formatMoney, Money } from '../../ui/money.js';
import { invoiceName } from '../../ui/invoices/invoice-status.js';
import type { Invoice } from '../../wire.js';
import { readAmount, type BasketLine } from './pay/basket.js';

/** What stands in the fields, by invoice. */
export type TypedAmounts = Readonly<Record<string, string>>;

interface SummaryProps {
  lines: readonly BasketLine[];
  /** Null while an amount makes no sense. */
  total: number | null;
  typed: TypedAmounts;
  onType: (invoiceId: string, text: string) => void;
}

/** What is paid now, line by line and in sum; every amount can be made smaller. */
export function CheckoutSummary({ lines, total, typed, onType }: SummaryProps) {
  const [editing, setEditing] = useState(false);
  const [first] = lines;
  if (!first) return null;
  const { currency, business } = first.invoice;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-label="Summary">
      <Text c="dimmed" size="sm">
        To {business.name}
      </Text>
      <Text component="p" m={0} fz={32} fw={700} lh={1.25} aria-live="polite">
        {total === null ? '—' : <Money amount={total} currency={currency} code />}
      </Text>
      <hr className="pd-dashed" style={{ margin: '16px 0' }} />
      <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {lines.map((line) => (
          <li key={line.invoice.id}>
            <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
              <What invoice={line.invoice} />
              {!editing && line.amount !== null && <Money amount={line.amount} currency={currency} fw={600} />}
            </Group>
            {editing && <AmountField line={line} typed={typed[line.invoice.id]} onType={(text) => onType(line.invoice.id, text)} />}
          </li>
        ))}
      </Stack>
      {!editing && (
        <Button variant="subtle" size="compact-sm" mt="sm" ml={-8} leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
          {lines.length > 1 ? 'Change the amounts' : 'Pay only a part'}
        </Button>
      )}
      <Group gap={8} wrap="nowrap" mt="md" align="flex-start">
        <IconLock size={16} aria-hidden style={{ flexShrink: 0, marginTop: 3 }} />
        <Text size="sm" c="dimmed">
          Your card details go straight to the payment processor. We never see or keep them.
        </Text>
      </Group>
    </Paper>
  );
}

function What({ invoice }: { invoice: Invoice }) {
  return (
    <div>
      <Text fw={600}>{invoiceName(invoice)}</Text>
      <Text size="sm" c="dimmed">
        {invoice.lines[0]?.description}
        {invoice.lines.length > 1 && ` and ${invoice.lines.length - 1} more`}
      </Text>
      {invoice.due_date && (
        <Text size="sm" c="dimmed">
          {invoice.status === 'overdue' ? 'Was due ' : 'Due '}
          <Day value={invoice.due_date} />
        </Text>
      )}
    </div>
  );
}

function AmountField({ line, typed, onType }: { line: BasketLine; typed: string | undefined; onType: (text: string) => void }) {
  const { invoice, amount } = line;
  const { business: { smallest_charge: smallest } } = useConfig();
  const owed = formatMoney(invoice.amount_due, invoice.currency);
  const text = typed ?? String(invoice.amount_due);
  const wrong = readAmount(text, invoice) === null ? `Enter an amount up to ${owed}` : `Pay all of it, or leave at least ${formatMoney(smallest, invoice.currency)}`;
  return (
    <TextInput
      mt={6}
      inputMode="decimal"
      autoComplete="off"
      label={`Pay now for ${invoiceName(invoice)} (${invoice.currency.toUpperCase()})`}
      description={`${owed} is owed`}
      value={text}
      error={amount === null ? wrong : undefined}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
