import { Chip, Group } from '@mantine/core';
import { useId } from '@mantine/hooks';

export interface Choice {
  value: string;
  label: string;
}

interface ChoicesProps {
  /** What is chosen among them, for who cannot see it. */
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
}

/** One of a few, as chips: one place for Tab, inside which the arrows choose. */
export function Choices({ label, choices, value, onChange }: ChoicesProps) {
  const name = useId();
  return (
    <Chip.Group value={value} onChange={(chosen) => onChange(String(chosen))}>
      <Group gap={8} role="radiogroup" aria-label={label}>
        {choices.map((choice) => (
          <Chip key={choice.value} name={name} value={choice.value} variant="outline" size="sm" radius="xl" color="var(--pd-brand-text)">
            {choice.label}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
