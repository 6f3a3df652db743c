import { Button, Group, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from './error-state.js';
import { RowsSkeleton } from './skeletons.js';

interface Pages<Item> {
  pages: readonly { items: readonly Item[] }[];
}

interface PagedListProps<Item> {
  list: UseInfiniteQueryResult<Pages<Item>>;
  /** "invoices", in sentences about what could not be loaded. */
  noun: string;
  empty: ReactNode;
  children: (items: readonly Item[], narrow: boolean) => ReactNode;
}

/** Loading, broken, empty, or rows with more on demand: every list has the four states. */
export function PagedList<Item>({ list, noun, empty, children }: PagedListProps<Item>) {
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (list.isPending) return <RowsSkeleton />;
  if (list.isError && !list.data) return <ErrorState title={`The ${noun} could not be loaded`} error={list.error} onRetry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <Stack gap="md">
      {children(items, narrow)}
      {list.isFetchNextPageError && <ErrorState title={`The next ${noun} could not be loaded`} error={list.error} onRetry={() => void list.fetchNextPage()} />}
      <Group justify="space-between" className="pd-no-print">
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
