import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../ui/error-state.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import { Receipt } from '../receipt.js';
import { receiptQuery } from '../../../ui/payments/queries.js';

/** One payment, to look at again or to print. */
export function ReceiptPage() {
  const { paymentId } = useParams({ from: '/signed-in/payments/$paymentId' });
  const { data: payment, error, refetch } = useQuery(receiptQuery(paymentId));
  if (error && !payment) return <ErrorState title="This payment could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!payment) return <PageSkeleton />;
  return <Receipt payment={payment} />;
}
