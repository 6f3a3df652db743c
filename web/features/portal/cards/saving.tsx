import { Alert, Text } from '@mantine/core';

/** What both forms for a new card have in common. */
export interface AddCardProps {
  onSaved: () => void;
  onCancel: () => void;
}

export function NotSaved({ message }: { message: string }) {
  return (
    <Alert color="red" variant="light" role="alert" title={message}>
      <Text size="sm">The card was not saved. Check the details or use another one.</Text>
    </Alert>
  );
}

export const cardReturnAddress = () => `${location.origin}/app/cards`;
