import { IconArrowLeft } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { ErrorState } from '../../ui/error-state.js';
import { TextLink } from '../../ui/links.js';
import { PageHead } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import { invoiceName } from '../../ui/invoices/invoice-status.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';
import { Checkout } from './checkout.js';
import { readBasketSearch } from './basket-search.js';
import { PayFromCredits } from './pay/pay-from-credits.js';

/** Pays one invoice, whole or in part. */
export function PayInvoicePage() {
  const { invoiceId } = useParams({ from: '/signed-in/invoices/$invoiceId/pay' });
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId));
  if (error && !invoice) return <ErrorState title="This invoice could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!invoice) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title={`Pay invoice ${invoiceName(invoice)}`}
        back={
          <TextLink to="/invoices/$invoiceId" params={{ invoiceId }} size="sm">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> Back to the invoice
          </TextLink>
        }
      />
      <PayFromCredits invoice={invoice} />
      <Checkout invoices={[invoice]} />
    </>
  );
}

/** Pays several invoices in one go. */
export function PayPage() {
  const ids = readBasketSearch(useSearch({ from: '/signed-in/pay' }));
  const queries = useQueries({ queries: ids.map(invoiceQuery) });
  const failed = queries.find(({ error, data }) => error && !data);
  const invoices = queries.flatMap(({ data }) => data ?? []);
  if (ids.length === 0) return <Navigate to="/invoices" search={{ status: 'open' }} replace />;
  if (failed?.error) return <ErrorState title="An invoice could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (invoices.length < ids.length) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title={ids.length === 1 ? 'Pay an invoice' : `Pay ${ids.length} invoices`}
        back={
          <TextLink to="/invoices" search={{ status: 'open' }} size="sm">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> Back to the invoices
          </TextLink>
        }
      />
      <Checkout invoices={invoices} />
    </>
  );
}
