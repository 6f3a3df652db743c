import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../client.js';

const TRIES = 3;

/** `onSignedOut` is called when the server no longer knows the session, even after a refresh. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const look = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: look }),
    mutationCache: new MutationCache({ onError: look }),
    defaultOptions: {
      queries: { staleTime: 15_000, retry: (failures, error) => failures < TRIES - 1 && isPassing(error) },
      mutations: { retry: false },
    },
  });
}

/** Only what may be gone in a moment is asked again. */
function isPassing(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
