import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { isAdmin, useMe } from '../../../app/session.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { invoiceName, InvoiceStatus } from '../../../ui/invoices/invoice-status.js';
import { invoiceListQuery } from '../../../ui/invoices/queries.js';
import { TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';

const SHOWN = 6;

export const latestInvoicesQuery = (customerId: string) => invoiceListQuery({ customer_id: customerId });

/** The newest bills of a customer, and the way to everything else between him and us. */
export function LatestInvoices({ customerId }: { customerId: string }) {
  const admin = isAdmin(useMe());
  const list = useInfiniteQuery(latestInvoicesQuery(customerId));
  const invoices = (list.data?.pages[0]?.items ?? []).slice(0, SHOWN);
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby="invoices">
      <Title order={2} id="invoices" mb="md">
        Invoices
      </Title>
      {list.isPending && <RowsSkeleton rows={3} />}
      {list.isError && !list.data && <ErrorState title="The invoices could not be loaded" error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && invoices.length === 0 && <Text c="dimmed">Nothing was billed yet.</Text>}
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {invoices.map((invoice) => (
          <li key={invoice.id}>
            <Group justify="space-between" gap="sm" wrap="nowrap">
              <TextLink to="/admin/invoices/$invoiceId" params={{ invoiceId: invoice.id }} fw={600}>
                {invoiceName(invoice)}
              </TextLink>
              <Money amount={invoice.total} currency={invoice.currency} fw={600} />
            </Group>
            <Group justify="space-between" gap="sm" wrap="nowrap" mt={2}>
              <Text size="sm" c="dimmed">
                {invoice.issued_at === null ? 'Not issued' : <>Due <Day value={invoice.due_date} /></>}
              </Text>
              <InvoiceStatus invoice={invoice} />
            </Group>
          </li>
        ))}
      </Stack>
      <Group gap="md" mt="md">
        <TextLink to="/admin/invoices" search={{ customer_id: customerId }} size="sm">
          All invoices
        </TextLink>
        <TextLink to="/admin/payments" search={{ customer_id: customerId }} size="sm">
          Payments
        </TextLink>
        {admin && (
          <TextLink to="/admin/proposals" search={{ customer_id: customerId }} size="sm">
            Offers
          </TextLink>
        )}
      </Group>
    </Paper>
  );
}
