import { Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconCreditCard } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../../ui/error-state.js';
import { ButtonLink, TextLink } from '../../ui/links.js';
import { formatMoney } from '../../ui/money.js';
import { PageHead } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import { InvoiceFacts } from '../../ui/invoices/invoice-facts.js';
import { PaperActions } from '../../ui/invoices/paper-actions.js';
import { InvoicePaper } from '../../ui/invoices/invoice-paper.js';
import { invoiceName, isPayable } from '../../ui/invoices/invoice-status.js';
import { PaymentList } from '../../ui/invoices/payment-list.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';

/** One invoice, with the one thing to do about it. */
export function InvoicePage() {
  const { invoiceId } = useParams({ from: '/signed-in/invoices/$invoiceId' });
  const { data: invoice, error, refetch } = useQuery(invoiceQuery(invoiceId));
  if (error && !invoice) return <ErrorState title="This invoice could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!invoice) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title={`Invoice ${invoiceName(invoice)}`}
        note={`From ${invoice.business.name}`}
        actions={<PaperActions invoiceId={invoice.id} />}
        back={
          <TextLink to="/invoices" size="sm">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All invoices
          </TextLink>
        }
      />
      <div className="pd-columns pd-columns-swap">
        <Stack gap="lg">
          <Text size="sm" className="pd-only-print" style={{ whiteSpace: 'pre-line' }}>
            {[invoice.business.address, invoice.business.support_email].filter(Boolean).join('\n')}
          </Text>
          <InvoicePaper invoice={invoice} />
          <PaymentList invoice={invoice} />
        </Stack>
        <InvoiceFacts invoice={invoice}>
          {isPayable(invoice) && (
            <ButtonLink
              to="/invoices/$invoiceId/pay"
              params={{ invoiceId: invoice.id }}
              fullWidth
              leftSection={<IconCreditCard size={20} aria-hidden />}
              className="pd-no-print"
            >
              {`Pay ${formatMoney(invoice.amount_due, invoice.currency)}`}
            </ButtonLink>
          )}
        </InvoiceFacts>
      </div>
    </>
  );
}
