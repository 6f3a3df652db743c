import { ActionIcon, Box, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { signOut } from '../api.js';
import { ColorSchemeChoice } from './color-scheme-choice.js';
import { forgetVisitor, useMe } from './session.js';

/** Who is signed in, how the screen looks, and the way out. */
export function Account() {
  const { user } = useMe();
  const leave = useLeave();
  return (
    <Stack gap="md" pt="md" style={{ borderTop: '1px solid var(--pd-line)' }}>
      <ColorSchemeChoice />
      <Group wrap="nowrap" justify="space-between" gap="xs">
        <Box miw={0}>
          <Text size="sm" fw={600} truncate>
            {user.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {user.email}
          </Text>
        </Box>
        <Tooltip label="Sign out">
          <ActionIcon
            variant="default"
            size={40}
            aria-label="Sign out"
            loading={leave.isPending}
            onClick={() => leave.mutate()}
          >
            <IconLogout size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      {leave.isError && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          You are still signed in: {leave.error.message}
        </Text>
      )}
    </Stack>
  );
}

function useLeave() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      forgetVisitor(queries);
    },
  });
}
