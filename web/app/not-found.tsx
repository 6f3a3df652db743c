import { Box } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { EmptyState } from '../ui/empty-state.js';
import { ErrorState } from '../ui/error-state.js';
import { ButtonLink } from '../ui/links.js';

export function NotFound() {
  return (
    <Box component="main" p="xl">
      <EmptyState
        icon={IconMapOff}
        title="This page does not exist"
        level={1}
        action={<ButtonLink to="/">Go to the start</ButtonLink>}
      >
        The address may be mistyped, or the page may have moved.
      </EmptyState>
    </Box>
  );
}

export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Box component="main" p="xl" maw={640} mx="auto">
      <ErrorState title="This page could not be loaded" error={error instanceof Error ? error : new Error(String(error))} onRetry={() => void router.invalidate()} />
    </Box>
  );
}
