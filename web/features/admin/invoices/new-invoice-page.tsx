import { Button } from '@mantine/core';
import { IconArrowLeft, IconSend } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { writeInvoice, type InvoiceOrder } from '../../../api.js';
import { useConfig } from '../../../app/session.js';
import { TextLink } from '../../../ui/links.js';
import { PageHead } from '../../../ui/page.js';
import { ChooseCustomer } from './choose-customer.js';
import { DraftForm } from './draft-form.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

/** A new bill: kept as a draft, or sent at once. */
export function NewInvoicePage() {
  const { business } = useConfig();
  const { customer = '' } = useSearch({ from: '/signed-in/admin/invoices/new' });
  const [customerId, setCustomerId] = useState(customer);
  const navigate = useNavigate();
  const write = useOrder((order: InvoiceOrder, key) => writeInvoice(order, key), ({ id }) => navigate({ to: '/admin/invoices/$invoiceId', params: { invoiceId: id }, replace: true }));
  return (
    <>
      <PageHead
        title="New invoice"
        back={
          <TextLink to="/admin/invoices" size="sm">
            <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All invoices
          </TextLink>
        }
      />
      <DraftForm
        currency={business.currency}
        tax={business.tax_percent}
        error={write.error && <OrderError error={write.error} title="The invoice was not written" />}
        onSubmit={(content, button) => customerId !== '' && !write.isPending && write.mutate({ customer_id: customerId, ...content, draft: button !== 'send' })}
        actions={(ready) => (
          <>
            <Button type="submit" value="draft" variant="default" loading={write.isPending} disabled={!ready || customerId === ''}>Save as a draft</Button>
            <Button type="submit" value="send" loading={write.isPending} disabled={!ready || customerId === ''} leftSection={<IconSend size={18} aria-hidden />}>Send now</Button>
          </>
        )}
      >
        <ChooseCustomer customerId={customerId} onChoose={setCustomerId} />
      </DraftForm>
    </>
  );
}
