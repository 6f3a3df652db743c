import { queryOptions } from '@tanstack/react-query';
import { listCards } from '../../../api.js';

/** `customerId`: what the processor calls the customer; null before there ever was a card. */
export const cardsQuery = (customerId: string | null) =>
  queryOptions({
    queryKey: ['cards', customerId],
    queryFn: async ({ signal }) => (customerId === null ? [] : (await listCards(customerId, signal)).paymentMethods),
  });
