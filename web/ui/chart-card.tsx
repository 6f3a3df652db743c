import '@mantine/charts/styles.css';
import { Paper, Table, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './chart-card.module.css';

interface ChartCardProps {
  title: string;
  note?: string;
  /** The same numbers for whoever reads rather than looks: what a row is about, then its figures. */
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** Where there is nothing to draw. */
  empty: string;
  children: ReactNode;
}

/** A picture for the eyes and, beneath it, its numbers. */
export function ChartCard({ title, note, columns, rows, empty, children }: ChartCardProps) {
  const id = useId();
  return (
    <Paper component="section" p="md" aria-labelledby={id}>
      <Title order={2} id={id} mb={note ? 0 : 'md'}>
        {title}
      </Title>
      {note && (
        <Text size="sm" c="dimmed" mb="md">
          {note}
        </Text>
      )}
      {rows.length === 0 ? (
        <Text c="dimmed">{empty}</Text>
      ) : (
        <>
          <div aria-hidden="true" className={classes['picture']}>
            {children}
          </div>
          <details className={classes['numbers']}>
            <summary>The numbers</summary>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {columns.map((name, index) => (
                    <Table.Th key={name} scope="col" ta={index === 0 ? 'left' : 'right'}>
                      {name}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(([name = '', ...values]) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row" fw={400}>
                      {name}
                    </Table.Th>
                    {values.map((value, index) => (
                      <Table.Td key={columns[index + 1]} ta="right">
                        {value}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </details>
        </>
      )}
    </Paper>
  );
}
