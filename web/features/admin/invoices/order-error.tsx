import { Alert, Text } from '@mantine/core';
import { ApiError } from '../../../client.js';

/** Why nothing was done; or that nobody knows yet, and that trying again is safe. */
export function OrderError({ error, title = 'That was not done' }: { error: Error; title?: string }) {
  const silent = error instanceof ApiError && error.status === 0;
  return (
    <Alert color="red" variant="light" role="alert" title={silent ? 'No answer came' : title}>
      <Text size="sm">
        {silent ? 'Press the button again: the same order is never carried out twice.' : error.message}
        {error instanceof ApiError && error.requestId ? ` (request ${error.requestId})` : ''}
      </Text>
    </Alert>
  );
}
