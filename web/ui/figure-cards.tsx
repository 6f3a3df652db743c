import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './figure-cards.module.css';

export interface Figure {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}

const ROOMY = { gridTemplateColumns: 'repeat(auto-fit, minmax(min(280px, 46%), 1fr))' } as const;

/** A handful of figures side by side, each with what it is and a word more. */
export function FigureCards({ figures, roomy = false }: { figures: readonly Figure[]; roomy?: boolean }) {
  return (
    <dl className={classes['figures']} style={roomy ? ROOMY : undefined}>
      {figures.map(({ name, value, note }) => (
        <Paper key={name} p="md">
          <dt>
            <Text component="span" size="sm" c="dimmed">
              {name}
            </Text>
          </dt>
          <dd className={classes['value']}>
            {value}
            {note && (
              <Text component="span" display="block" size="sm" c="dimmed" fw={400}>
                {note}
              </Text>
            )}
          </dd>
        </Paper>
      ))}
    </dl>
  );
}
