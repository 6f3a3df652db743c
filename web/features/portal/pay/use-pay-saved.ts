import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { paySavedCard, type PaidInvoices } from '../../../api.js';
import { isRefused } from '../../../client.js';
import { ordered, type Basket } from './basket.js';
import { intentIdOf, keepSecret } from '../../../ui/pay/outcome.js';
import { useOnce } from '../../../ui/use-once.js';

/** Pays with a card that is saved. While an outcome is unknown, trying again repeats the same payment. */
export function usePaySaved(basket: Basket, cardId: string) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const charge = useOnce((wish: PaidInvoices, key) => paySavedCard(wish, cardId, key), {
    onSuccess: async ({ payment_id: paymentId, client_secret: secret }) => {
      if (secret) keepSecret(secret);
      void queries.invalidateQueries({ queryKey: ['invoice'], refetchType: 'none' });
      const search = secret ? { payment_intent: intentIdOf(secret) } : {};
      await navigate({ to: '/payments/$paymentId/result', params: { paymentId }, search, replace: true });
    },
    onError: (failure) => {
      if (isRefused(failure)) void queries.invalidateQueries({ queryKey: ['invoice'] });
    },
  });
  const pay = () => {
    if (!charge.isPending && !charge.isSuccess) charge.mutate(ordered(basket));
  };
  return { pay, busy: charge.isPending || charge.isSuccess, refusal: charge.error ? { message: charge.error.message, sure: isRefused(charge.error) } : undefined };
}
