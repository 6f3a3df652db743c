import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { useConfig } from '../../app/session.js';
import { ErrorState } from '../../ui/error-state.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';
import { keepSecret } from './pay/outcome.js';
import { Asked, Refused, Waiting } from './result-states.js';
import { Receipt } from './receipt.js';
import { settlementQuery } from './settlement-query.js';

/** Where every payment ends up, whether it came straight from our form or by way of the bank's page. */
export function ResultPage() {
  const { invoiceId } = useParams({ from: '/signed-in/invoices/$invoiceId/result' });
  const { payment_intent: intentId, payment_intent_client_secret: secret } = useSearch({ from: '/signed-in/invoices/$invoiceId/result' });
  if (!intentId) return <Navigate to="/invoices/$invoiceId" params={{ invoiceId }} replace />;
  if (secret) {
    keepSecret(secret);
    return <Navigate to="/invoices/$invoiceId/result" params={{ invoiceId }} search={{ payment_intent: intentId }} replace />;
  }
  return <Result invoiceId={invoiceId} intentId={intentId} />;
}

function Result({ invoiceId, intentId }: { invoiceId: string; intentId: string }) {
  const settlement = useQuery(settlementQuery(useConfig(), invoiceId, intentId));
  const invoice = useQuery(invoiceQuery(invoiceId));
  const error = settlement.error ?? invoice.error;
  const again = () => void Promise.all([settlement.refetch(), invoice.refetch()]);
  if (error) return <ErrorState title="What became of this payment could not be read" error={error} onRetry={again} />;
  if (!settlement.data || !invoice.data) return <PageSkeleton />;
  switch (settlement.data.kind) {
    case 'paid':
      return <Receipt invoice={invoice.data} />;
    case 'waiting':
      return <Waiting invoice={invoice.data} />;
    case 'asked':
      return <Asked invoice={invoice.data} url={settlement.data.url} />;
    case 'refused':
      return <Refused invoice={invoice.data} message={settlement.data.message} />;
  }
}
