import { Box, Group, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** The tab's name, which is also what a screen reader says first. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Paydesk`;
  }, [title]);
}

interface PageHeadProps {
  title: string;
  /** A link back to where this page hangs. */
  back?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}

export function PageHead({ title, back, note, actions }: PageHeadProps) {
  usePageTitle(title);
  return (
    <Box mb={{ base: 'sm', sm: 'md' }}>
      {back && (
        <Box mb={6} className="pd-no-print">
          {back}
        </Box>
      )}
      <Group justify="space-between" align="center" gap="sm">
        <div>
          <Title order={1}>{title}</Title>
          {note && (
            <Text c="dimmed" mt={4}>
              {note}
            </Text>
          )}
        </div>
        {actions}
      </Group>
    </Box>
  );
}
