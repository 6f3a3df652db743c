import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon: Icon;
  title: string;
  /** What to do, or why there is nothing. */
  children: ReactNode;
  action?: ReactNode;
  level?: 1 | 2;
}

export function EmptyState({ icon: Icon, title, children, action, level = 2 }: EmptyStateProps) {
  return (
    <Stack align="center" gap="sm" py={48} px="md" ta="center">
      <ThemeIcon variant="light" size={56} radius="xl" color="spruce" c="var(--pd-brand-text)" bg="var(--pd-brand-soft)">
        <Icon size={28} stroke={1.5} aria-hidden />
      </ThemeIcon>
      <Title order={level} size="h2">
        {title}
      </Title>
      <Text c="dimmed" maw={440}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
