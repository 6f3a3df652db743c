import { Alert, Text } from '@mantine/core';
import { IconCreditCardOff } from '@tabler/icons-react';

/** A refused card: what was said, and that nothing was taken. */
export function Refusal({ message, saving = false }: { message: string; saving?: boolean }) {
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconCreditCardOff aria-hidden />} title={message}>
      <Text size="sm">
        {saving ? 'The card was not saved. Check the details or use another one.' : 'Nothing was charged, and it can still be paid. Check the details or use another card.'}
      </Text>
    </Alert>
  );
}
