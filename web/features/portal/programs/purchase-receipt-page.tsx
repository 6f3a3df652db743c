import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../ui/error-state.js';
import { purchaseQuery } from '../../../ui/programs/queries.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import { PurchaseSlip } from './purchase-slip.js';

/** The receipt of an order, to look at and to print. */
export function PurchaseReceiptPage() {
  const { purchaseId } = useParams({ from: '/signed-in/purchases/$purchaseId/receipt' });
  const purchase = useQuery(purchaseQuery(purchaseId));
  if (purchase.isError && !purchase.data) return <ErrorState title="This receipt could not be loaded" error={purchase.error} onRetry={() => void purchase.refetch()} />;
  if (!purchase.data) return <PageSkeleton />;
  return <PurchaseSlip purchase={purchase.data} />;
}
