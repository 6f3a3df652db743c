import { Group, Paper, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { StatusMark } from '../../../ui/status-mark.js';

interface StepProps {
  id: string;
  title: string;
  note: ReactNode;
  done: boolean;
  children: ReactNode;
}

export function Step({ id, title, note, done, children }: StepProps) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby={id}>
      <Group justify="space-between" gap="sm">
        <Title order={2} id={id}>
          {title}
        </Title>
        <StatusMark tone={done ? 'good' : 'waiting'}>{done ? 'Done' : 'To do'}</StatusMark>
      </Group>
      <Text c="dimmed" size="sm" mb="md">
        {note}
      </Text>
      {children}
    </Paper>
  );
}
