import { infiniteQueryOptions } from '@tanstack/react-query';

/** A list that comes page by page, each behind the cursor of the one before. */
export function pagedQuery<Page extends { next_cursor: string | null }>(queryKey: readonly unknown[], load: (cursor: string | null, signal: AbortSignal) => Promise<Page>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.next_cursor,
  });
}
