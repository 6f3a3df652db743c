import { Button, Group, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Choices } from '../choices.js';
import { addDays, PRESETS, presetOf, type Period } from './period.js';

interface PeriodPickerProps {
  period: Period;
  today: string;
  onChange: (period: Period) => void;
}

const MOST_DAYS = 366;

/** Some usual spans, or days of one's own. */
export function PeriodPicker({ period, today, onChange }: PeriodPickerProps) {
  const [own, setOwn] = useState(period.from !== undefined);
  const preset = presetOf(period);
  return (
    <Group gap="md" align="flex-end">
      <Choices
        label="Period"
        choices={[...PRESETS.map(({ days, label }) => ({ value: String(days), label })), { value: 'own', label: 'Own dates' }]}
        value={own ? 'own' : String(preset)}
        onChange={(value) => (setOwn(value === 'own'), value !== 'own' && onChange({ days: Number(value) }))}
      />
      {own && <OwnDays period={period} today={today} onChange={onChange} />}
    </Group>
  );
}

function OwnDays({ period, today, onChange }: PeriodPickerProps) {
  const [from, setFrom] = useState(period.from ?? addDays(today, -30));
  const [to, setTo] = useState(period.to ?? today);
  const problem = from > to ? 'Ends before it begins' : Date.parse(to) - Date.parse(from) > (MOST_DAYS - 1) * 86_400_000 ? 'At most a year' : from > today ? 'Not begun yet' : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null && from !== '' && to !== '') onChange({ from, to });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="flex-start">
        <TextInput type="date" label="From" size="sm" required max={today} value={from} error={problem} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label="To" size="sm" required max={today} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button type="submit" size="sm" variant="default" mt={24}>
          Show
        </Button>
      </Group>
    </form>
  );
}
