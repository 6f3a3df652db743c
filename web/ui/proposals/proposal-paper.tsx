import { Divider, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { ProposalText } from '../../wire.js';
import { Money } from '../money.js';

/** What is offered, and what is paid when. */
export function ProposalPaper({ offer }: { offer: ProposalText }) {
  const money = (amount: number) => <Money amount={amount} currency={offer.currency} />;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }}>
      <Stack gap="lg">
        {offer.description !== null && (
          <Text component="div" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{offer.description}</Text>
        )}
        <section aria-labelledby="schedule">
          <Title order={2} id="schedule" mb="sm">What is paid when</Title>
          <Table verticalSpacing="sm" horizontalSpacing={0} layout="auto">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Milestone</Table.Th>
                <Table.Th ta="right" visibleFrom="xs">Share</Table.Th>
                <Table.Th ta="right">Amount</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {offer.stages.map((stage, index) => (
                <Table.Tr key={index}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    <Text fw={600}>{stage.milestone}</Text>
                    <Text size="sm" c="dimmed">
                      {dueWords(stage.due_days)}
                      <Text component="span" inherit hiddenFrom="xs"> · {stage.percentage}{'\u00a0'}%</Text>
                    </Text>
                  </Table.Td>
                  <Table.Td ta="right" visibleFrom="xs" fz="md" style={{ verticalAlign: 'top' }}>{stage.percentage} %</Table.Td>
                  <Table.Td ta="right" fz="md" pl="sm" style={{ verticalAlign: 'top' }}>{money(stage.amount)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Divider my="sm" />
          <Stack gap={6}>
            <Group justify="space-between"><Text fw={700}>Total before tax</Text><Text fw={700}>{money(offer.total)}</Text></Group>
            {offer.monthly > 0 && <Group justify="space-between"><Text>Every month from acceptance</Text><Text>{money(offer.monthly)}</Text></Group>}
            <Text size="sm" c="dimmed">
              {offer.tax_percent > 0 ? `Each invoice adds the tax of its day, ${offer.tax_percent} % at present.` : 'Each invoice adds the tax of its day, none at present.'}
            </Text>
          </Stack>
        </section>
      </Stack>
    </Paper>
  );
}

function dueWords(days: number): string {
  return days === 0 ? 'Due when you accept' : `Due ${days === 1 ? '1 day' : `${days} days`} after you accept`;
}
