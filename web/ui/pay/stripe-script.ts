import { useComputedColorScheme } from '@mantine/core';
import type { Appearance } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js/pure';
import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '../../client.js';

/** Stripe's script comes from Stripe; a blocker or a broken line keeps it away. */
export const stripeQuery = (publishableKey: string) =>
  queryOptions({
    queryKey: ['stripe', publishableKey],
    queryFn: async () => {
      const stripe = await loadStripe(publishableKey).catch(() => null);
      if (stripe) return stripe;
      throw new ApiError(0, 'unreachable', 'Stripe cannot be reached. Check your connection and anything that blocks scripts.', null, null);
    },
    staleTime: Infinity,
    structuralSharing: false,
  });

/** Stripe's frames in our colours. */
export function useStripeLook(): Appearance {
  const dark = useComputedColorScheme('light') === 'dark';
  return { theme: dark ? 'night' : 'stripe', variables: { colorPrimary: dark ? '#78bfac' : '#08574a', borderRadius: '8px' } };
}
