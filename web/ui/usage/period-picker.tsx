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

/** Some usual spans, or days of one's own. It shows the period it is given, however that changes, and stays where the focus is. */
export function PeriodPicker({ period, today, onChange }: PeriodPickerProps) {
  // The form for one's own days stands over the period it was asked for on, until another is shown.
  const [openedOver, setOpenedOver] = useState<Period>();
  const own = openedOver === period || period.from !== undefined;
  const preset = presetOf(period);
  return (
    <Group gap="md" align="flex-end">
      <Choices
        label="Period"
        choices={[...PRESETS.map(({ days, label }) => ({ value: String(days), label })), { value: 'own', label: 'Own dates' }]}
        value={own ? 'own' : String(preset)}
        onChange={(value) => (value === 'own' ? setOpenedOver(period) : (setOpenedOver(undefined), onChange({ days: Number(value) })))}
      />
      {own && <OwnDays period={period} today={today} onChange={onChange} />}
    </Group>
  );
}

function OwnDays({ period, today, onChange }: PeriodPickerProps) {
  const [typed, setTyped] = useState<Period>({});
  const { from = addDays(today, -30), to = today } = { ...period, ...typed };
  const problem = from > to ? 'Ends before it begins' : Date.parse(to) - Date.parse(from) > (MOST_DAYS - 1) * 86_400_000 ? 'At most a year' : from > today ? 'Not begun yet' : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null && from !== '' && to !== '') onChange({ from, to });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="sm" align="flex-start">
        <TextInput type="date" label="From" size="sm" required max={today} value={from} error={problem} onChange={(event) => setTyped({ ...typed, from: event.currentTarget.value })} />
        <TextInput type="date" label="To" size="sm" required max={today} value={to} onChange={(event) => setTyped({ ...typed, to: event.currentTarget.value })} />
        <Button type="submit" size="sm" variant="default" mt={24}>
          Show
        </Button>
      </Group>
    </form>
  );
}
