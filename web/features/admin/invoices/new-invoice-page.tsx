import { Button, Paper, Title } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { writeInvoice, type InvoiceOrder } from '../../../api.js';
import { useConfig } from '../../../app/session.js';
import { BackLink } from '../../../ui/back-link.js';
import { PageHead } from '../../../ui/page.js';
import { CustomerSelect } from '../customers/customer-select.js';
import { DraftForm } from './draft-form.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

/** A new bill: kept as a draft, or sent at once. */
export function NewInvoicePage() {
  const { business } = useConfig();
  const { customer = null } = useSearch({ from: '/signed-in/admin/invoices/new' });
  const [customerId, setCustomerId] = useState<string | null>(customer);
  const navigate = useNavigate();
  const write = useOrder((order: InvoiceOrder, key) => writeInvoice(order, key), ({ id }) => navigate({ to: '/admin/invoices/$invoiceId', params: { invoiceId: id }, replace: true }));
  return (
    <>
      <PageHead
        title="New invoice"
        back={<BackLink to="/admin/invoices">All invoices</BackLink>}
      />
      <DraftForm
        currency={business.currency}
        tax={business.tax_percent}
        error={write.error && <OrderError error={write.error} title="The invoice was not written" />}
        onSubmit={(content, button) => customerId !== null && !write.isPending && write.mutate({ customer_id: customerId, ...content, draft: button !== 'send' })}
        actions={(ready) => (
          <>
            <Button type="submit" value="draft" variant="default" loading={write.isPending} disabled={!ready || customerId === null}>Save as a draft</Button>
            <Button type="submit" value="send" loading={write.isPending} disabled={!ready || customerId === null} leftSection={<IconSend size={18} aria-hidden />}>Send now</Button>
          </>
        )}
      >
        <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="whom">
          <Title order={2} id="whom" mb="md">Whom it is for</Title>
          <CustomerSelect customerId={customerId} onChoose={setCustomerId} />
        </Paper>
      </DraftForm>
    </>
  );
}
