import { Button, Fieldset, Group, Text } from '@mantine/core';
import { formatCardNumber, formatExpiry } from './card-number.js';
import type { CardField } from './outcome.js';

const cards = [
  { label: 'Pays', number: '4242424242424242' },
  { label: 'Is declined', number: '4000000000000002' },
  { label: 'Asks for approval', number: '4000002500003155' },
] as const;

/** The sandbox's cards, one click each. */
export function TestCards({ onChoose, saving = false }: { onChoose: (card: Record<CardField, string>) => void; saving?: boolean }) {
  return (
    <Fieldset className="pd-test-cards" aria-label="Test cards" variant="unstyled">
      <Text size="sm" c="dimmed" mb={8}>
        Demo: fill in a test card
      </Text>
      <Group gap={8}>
        {cards.map(({ label, number }) => (
          <Button
            key={number}
            size="xs"
            variant="default"
            onClick={() => onChoose({ number: formatCardNumber(number), expiry: futureExpiry(), cvc: '123' })}
          >
            {saving && label === 'Pays' ? 'Can be saved' : label} · {number.slice(-4)}
          </Button>
        ))}
      </Group>
    </Fieldset>
  );
}

/** Two years ahead, so that the test cards never grow stale. */
function futureExpiry(): string {
  return formatExpiry(`12${String((new Date().getFullYear() + 2) % 100).padStart(2, '0')}`);
}
