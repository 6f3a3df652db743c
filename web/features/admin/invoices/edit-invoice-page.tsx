import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { changeDraft } from '../../../api.js';
import { useConfig } from '../../../app/session.js';
import { BackLink } from '../../../ui/back-link.js';
import { ErrorState } from '../../../ui/error-state.js';
import { invoiceQuery } from '../../../ui/invoices/queries.js';
import { onYellow } from '../../../ui/on-yellow.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Invoice } from '../../../wire.js';
import { DraftForm, type DraftContent } from './draft-form.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

/** A draft, written anew. */
export function EditInvoicePage() {
  const { invoiceId } = useParams({ from: '/signed-in/admin/invoices/$invoiceId/edit' });
  // What is typed must not be replaced by what is read again meanwhile.
  const { data: invoice, error, refetch } = useQuery({ ...invoiceQuery(invoiceId), refetchOnWindowFocus: false, staleTime: Infinity, gcTime: 0 });
  if (error && !invoice) return <ErrorState title="This draft could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!invoice) return <PageSkeleton />;
  return <Loaded key={invoice.id} invoice={invoice} />;
}

function Loaded({ invoice }: { invoice: Invoice }) {
  const { business } = useConfig();
  const navigate = useNavigate();
  const leave = () => navigate({ to: '/admin/invoices/$invoiceId', params: { invoiceId: invoice.id }, replace: true });
  const save = useOrder((content: DraftContent) => changeDraft(invoice.id, { ...content, version: invoice.version }), leave);
  return (
    <>
      <PageHead
        title="Draft"
        note={`${invoice.customer.name} · ${invoice.customer.email}`}
        back={<BackLink to="/admin/invoices/$invoiceId" params={{ invoiceId: invoice.id }}>Back to the draft</BackLink>}
      />
      {invoice.status !== 'draft' ? (
        <Alert color="yellow" variant="light" styles={onYellow} title="This invoice was sent already and cannot be changed" />
      ) : (
        <DraftForm
          draft={invoice}
          currency={invoice.currency}
          tax={business.tax_percent}
          error={save.error && <OrderError error={save.error} title="The draft was not saved" />}
          onSubmit={(content) => !save.isPending && save.mutate(content)}
          actions={(ready) => <Button type="submit" loading={save.isPending} disabled={!ready}>Save</Button>}
        />
      )}
    </>
  );
}
