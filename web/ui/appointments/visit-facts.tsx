import { Group, Paper, Text } from '@mantine/core';
import type { Appointment } from '../../wire.js';
import { VisitStatus, VisitTime } from './visit.js';

/** When, what and where. */
export function VisitFacts({ visit }: { visit: Appointment }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Text fz="lg" fw={650}>
          <VisitTime visit={visit} />
        </Text>
        <VisitStatus visit={visit} />
      </Group>
      <ul>
        {visit.services.map((service) => (
          <li key={service}>{service}</li>
        ))}
      </ul>
      {visit.address && <Text>{visit.address}</Text>}
      {visit.note && (
        <Text c="dimmed" mt="xs">
          {visit.note}
        </Text>
      )}
    </Paper>
  );
}
