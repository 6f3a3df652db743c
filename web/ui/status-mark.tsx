import { Badge } from '@mantine/core';

/** What a mark says by its dot; the word always says the same. */
export type Tone = 'good' | 'waiting' | 'bad' | 'quiet';

const dots: Record<Tone, string> = {
  good: 'var(--mantine-color-spruce-5)',
  waiting: 'var(--mantine-color-brass-4)',
  bad: '#d5473d',
  quiet: 'var(--mantine-color-gray-5)',
};

/** A dot and a word in ordinary text colour: legible in both schemes, never by colour alone, and never cut short. */
export function StatusMark({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge variant="dot" size="lg" radius="xl" color={dots[tone]} c="var(--mantine-color-text)" miw="max-content">
      {children}
    </Badge>
  );
}
