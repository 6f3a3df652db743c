import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCreditCard } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ButtonLink, TextLink } from '../../../ui/links.js';
import { formatMoney, Money } from '../../../ui/money.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { invoiceName, InvoiceStatus } from '../../../ui/invoices/invoice-status.js';
import type { InvoiceSummary } from '../../../wire.js';
import { basketSearch, MOST_AT_ONCE } from '../basket-search.js';
import { sumOf } from '../pay/basket.js';
import { openInvoicesQuery } from './queries.js';

const SHOWN = 4;

/** The debt and the one thing to do about it: what is overdue first, else everything. */
export function Owed() {
  const { data: open, error, refetch } = useQuery(openInvoicesQuery);
  if (error && !open) return <ErrorState title="Your invoices could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!open) return <RowsSkeleton rows={3} />;
  const [first] = open;
  if (!first) return <NothingOwed />;
  const overdue = open.filter(({ status }) => status === 'overdue');
  const pressing = (overdue.length > 0 ? overdue : open).slice(0, MOST_AT_ONCE);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="owed">
      <Group justify="space-between" align="flex-start" gap="lg">
        <div>
          <Title order={2} id="owed" fz="sm" fw={500} c="dimmed">
            You owe
          </Title>
          <Text component="p" m={0} fz={36} fw={700} lh={1.2}>
            <Money amount={dueOf(open)} currency={first.currency} code />
          </Text>
          <Text size="sm" c="dimmed">
            {open.length === 1 ? 'One open invoice' : `${open.length} open invoices`}
            {overdue.length > 0 && `, ${overdue.length} overdue`}
          </Text>
        </div>
        <ButtonLink to="/pay" search={basketSearch(pressing.map(({ id }) => id))} size="lg" leftSection={<IconCreditCard size={20} aria-hidden />}>
          {`Pay ${whatOf(pressing, overdue.length > 0)} ${formatMoney(dueOf(pressing), first.currency)}`}
        </ButtonLink>
      </Group>
      <Stack component="ul" gap="sm" m={0} mt="lg" p={0} style={{ listStyle: 'none' }}>
        {open.slice(0, SHOWN).map((invoice) => (
          <li key={invoice.id}>
            <Group justify="space-between" gap="sm" wrap="nowrap">
              <TextLink to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} fw={600}>
                {invoiceName(invoice)}
              </TextLink>
              <Money amount={invoice.amount_due} currency={invoice.currency} fw={600} />
            </Group>
            <Group justify="space-between" gap="sm" wrap="nowrap" mt={2}>
              <Text size="sm" c="dimmed">
                {invoice.status === 'overdue' ? 'Was due ' : 'Due '}
                <Day value={invoice.due_date} />
              </Text>
              <InvoiceStatus invoice={invoice} />
            </Group>
          </li>
        ))}
      </Stack>
      {open.length > SHOWN && (
        <TextLink to="/invoices" search={{ status: 'open' }} size="sm" mt="md" display="inline-block">
          All {open.length} open invoices
        </TextLink>
      )}
    </Paper>
  );
}

const dueOf = (invoices: readonly InvoiceSummary[]) => sumOf(invoices.map(({ amount_due: due }) => due), invoices[0]?.currency ?? 'usd');

/** "overdue", "all:", nothing for one. */
function whatOf(pressing: readonly InvoiceSummary[], overdue: boolean): string {
  if (overdue) return 'overdue';
  return pressing.length === 1 ? '' : 'all:';
}

function NothingOwed() {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="owed">
      <Group gap="md" wrap="nowrap">
        <IconCircleCheck size={32} stroke={1.5} aria-hidden color="var(--pd-brand-text)" />
        <div>
          <Title order={2} id="owed">
            You owe nothing
          </Title>
          <TextLink to="/invoices" size="sm">
            All invoices
          </TextLink>
        </div>
      </Group>
    </Paper>
  );
}
