import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFileInvoice } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { InvoiceFilter } from '../../api.js';
import { EmptyState } from '../empty-state.js';
import { ErrorState } from '../error-state.js';
import { RowsSkeleton } from '../skeletons.js';
import type { Audience } from './audience.js';
import { InvoiceCards } from './invoice-cards.js';
import { InvoiceTable } from './invoice-table.js';
import { invoiceListQuery } from './queries.js';

interface InvoiceListProps {
  filter: InvoiceFilter;
  audience: Audience;
  emptyText: string;
}

/** A table where there is room, two-line cards on a phone; more on demand. */
export function InvoiceList({ filter, audience, emptyText }: InvoiceListProps) {
  const list = useInfiniteQuery(invoiceListQuery(filter));
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (list.isPending) return <RowsSkeleton />;
  if (list.isError && !list.data) {
    return <ErrorState title="The invoices could not be loaded" error={list.error} onRetry={() => void list.refetch()} />;
  }
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NothingHere filtered={Boolean(filter.status ?? filter.search)} text={emptyText} />;
  return (
    <Stack gap="md">
      {narrow ? <InvoiceCards items={items} audience={audience} /> : <InvoiceTable items={items} audience={audience} />}
      {list.isFetchNextPageError && (
        <ErrorState title="The next invoices could not be loaded" error={list.error} onRetry={() => void list.fetchNextPage()} />
      )}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" aria-live="polite">
          {items.length} shown{list.hasNextPage ? '' : ', that is all'}
        </Text>
        {list.hasNextPage && (
          <Button variant="default" size="sm" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function NothingHere({ filtered, text }: { filtered: boolean; text: string }) {
  return (
    <Paper>
      <EmptyState icon={IconFileInvoice} title={filtered ? 'Nothing matches' : 'No invoices yet'}>
        {filtered ? 'Choose another filter, or search for part of a number.' : text}
      </EmptyState>
    </Paper>
  );
}
