import { Paper, Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** The shape of what is coming, instead of a spinner. */
export function RowsSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Paper p="md" aria-busy="true">
      <VisuallyHidden aria-live="polite">Loading</VisuallyHidden>
      <Stack gap="lg">
        {Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} height={22} width={row % 2 ? '84%' : '100%'} />
        ))}
      </Stack>
    </Paper>
  );
}

export function PageSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={30} width={220} />
      <RowsSkeleton />
    </Stack>
  );
}
