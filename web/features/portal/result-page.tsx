import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useConfig } from '../../app/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import type { Receipt as Payment } from '../../wire.js';
import { receiptQuery } from '../../ui/payments/queries.js';
import { Asked, Refused, Waiting } from './result-states.js';
import { Receipt } from './receipt.js';
import { settlementQuery } from './settlement-query.js';

/** A settled payment learns its card a moment later. */
const lacksCard = (payment: Payment | undefined) => payment?.status === 'succeeded' && payment.card_last4 === null;
const CARD_MS = 1_500;
const LOOKS_FOR_CARD = 8;

/** Where every payment ends up, whether it came straight from our form or by way of the bank's page. */
export function ResultPage() {
  const { paymentId } = useParams({ from: '/signed-in/payments/$paymentId/result' });
  const { payment_intent: intentId } = useSearch({ from: '/signed-in/payments/$paymentId/result' });
  const settlement = useQuery(settlementQuery(useConfig(), paymentId, intentId));
  const payment = useQuery({ ...receiptQuery(paymentId), refetchInterval: ({ state }) => (lacksCard(state.data) && state.dataUpdateCount < LOOKS_FOR_CARD ? CARD_MS : false) });
  const error = settlement.error ?? payment.error;
  const again = () => void Promise.all([settlement.refetch(), payment.refetch()]);
  if (error && !(settlement.data && payment.data)) return <ErrorState title="This payment could not be looked up" error={error} onRetry={again} />;
  if (!settlement.data || !payment.data) return <PageSkeleton />;
  switch (settlement.data.kind) {
    case 'paid':
      return <Receipt payment={payment.data} fresh />;
    case 'waiting':
      return <Waiting payment={payment.data} />;
    case 'asked':
      return <Asked payment={payment.data} url={settlement.data.url} />;
    case 'refused':
      return <Refused payment={payment.data} message={settlement.data.message} />;
  }
}
