import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { isAdmin, useMe } from '../../app/session.js';
import { BackLink } from '../../ui/back-link.js';
import { ErrorState } from '../../ui/error-state.js';
import { formatMoney } from '../../ui/money.js';
import { PageHead } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import type { Invoice, InvoicePayment, Refund } from '../../wire.js';
import { InvoiceFacts } from '../../ui/invoices/invoice-facts.js';
import { PaperActions } from '../../ui/invoices/paper-actions.js';
import { InvoicePaper } from '../../ui/invoices/invoice-paper.js';
import { invoiceName } from '../../ui/invoices/invoice-status.js';
import { PaymentList } from '../../ui/invoices/payment-list.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';
import { InvoiceActions } from './invoices/invoice-actions.js';
import { refundable } from './refundable.js';

const ReversePayment = lazy(async () => ({ default: (await import('./invoices/reverse-payment.js')).ReversePayment }));
const RefundDialog = lazy(async () => ({ default: (await import('./refund-dialog.js')).RefundDialog }));

export function AdminInvoicePage() {
  const { invoiceId } = useParams({ from: '/signed-in/admin/invoices/$invoiceId' });
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId));
  if (error && !invoice) return <ErrorState title="This invoice could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!invoice) return <PageSkeleton />;
  return <Loaded invoice={invoice} />;
}

function Loaded({ invoice }: { invoice: Invoice }) {
  const allowed = isAdmin(useMe());
  const [chosen, setChosen] = useState<InvoicePayment>();
  const [done, setDone] = useState<Refund>();
  const [reversed, setReversed] = useState<InvoicePayment>();
  const [said, setSaid] = useState<string>();
  const byHand = (payment: InvoicePayment) => payment.method !== 'card';
  const action = (payment: InvoicePayment) =>
    refundable(payment) > 0 && (byHand(payment) || allowed) ? (
      <Group gap="xs">
        {byHand(payment) && <Button size="xs" variant="default" onClick={() => setReversed(payment)}>Take back</Button>}
        {allowed && payment.method !== 'credit' && <Button size="xs" variant="default" onClick={() => setChosen(payment)}>Refund</Button>}
      </Group>
    ) : null;
  return (
    <>
      <PageHead
        title={invoice.invoice_number === null ? 'Draft' : `Invoice ${invoiceName(invoice)}`}
        note={`${invoice.customer.name} · ${invoice.customer.email}`}
        actions={<PaperActions invoiceId={invoice.id} />}
        back={<BackLink to="/admin/invoices">All invoices</BackLink>}
      />
      {said && <Done said={said} onClose={() => setSaid(undefined)} />}
      {done && <RefundDone refund={done} currency={invoice.currency} onClose={() => setDone(undefined)} />}
      <div className="pd-columns pd-columns-swap">
        <Stack gap="lg">
          <InvoicePaper invoice={invoice} />
          <PaymentList invoice={invoice} action={action} />
        </Stack>
        <Stack gap="lg">
          <InvoiceFacts invoice={invoice} />
          {invoice.status !== 'cancelled' && <InvoiceActions invoice={invoice} onDone={setSaid} />}
        </Stack>
      </div>
      <Suspense>
        {reversed && <ReversePayment invoice={invoice} payment={reversed} onClose={() => setReversed(undefined)} onDone={setSaid} />}
        {chosen && <RefundDialog invoice={invoice} payment={chosen} onClose={() => setChosen(undefined)} onDone={(refund) => (setSaid(undefined), setDone(refund))} />}
      </Suspense>
    </>
  );
}

function Done({ said, onClose }: { said: string; onClose: () => void }) {
  return (
    <Alert ref={(alert) => alert?.scrollIntoView({ block: 'start' })} color="spruce" variant="light" mb="lg" aria-live="polite" icon={<IconCircleCheck aria-hidden />} withCloseButton closeButtonLabel="Dismiss" onClose={onClose} title={said} />
  );
}

function RefundDone({ refund, currency, onClose }: { refund: Refund; currency: string; onClose: () => void }) {
  const amount = formatMoney(refund.amount, currency);
  return (
    <Alert
      // The list of payments is far below on a phone; what happened is said at the top.
      ref={(alert) => alert?.scrollIntoView({ block: 'start' })}
      color="spruce"
      variant="light"
      mb="lg"
      aria-live="polite"
      icon={<IconCircleCheck aria-hidden />}
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={onClose}
      title={refund.status === 'succeeded' ? `${amount} was refunded` : `The refund of ${amount} is on its way`}
    >
      <Text size="sm">
        {refund.status === 'pending' && 'The processor has not confirmed it yet; this invoice follows by itself. '}
        {refund.credit_note ? `Credit note ${refund.credit_note.number} was written.` : 'No credit note was written.'}
      </Text>
    </Alert>
  );
}
