import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCash, IconEdit, IconServer } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { applyCredit, dropDraft, sendInvoice, voidInvoice } from '../../../api.js';
import { isAdmin, useMe } from '../../../app/session.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { ButtonLink } from '../../../ui/links.js';
import { formatMoney } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';
import { OrderError } from './order-error.js';
import { useOrder } from './use-order.js';

const RecordPayment = lazy(async () => ({ default: (await import('./record-payment.js')).RecordPayment }));
const CreditNote = lazy(async () => ({ default: (await import('./credit-note.js')).CreditNote }));
const CostsDialog = lazy(async () => ({ default: (await import('./costs-dialog.js')).CostsDialog }));

/** What can be done with an invoice as it stands; what was done is told to the page. */
export function InvoiceActions({ invoice, onDone }: { invoice: Invoice; onDone: (said: string) => void }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="actions" className="pd-no-print">
      <Title order={2} id="actions" mb="md">Next</Title>
      {invoice.status === 'draft' ? <OfDraft invoice={invoice} onDone={onDone} /> : <OfIssued invoice={invoice} onDone={onDone} />}
    </Paper>
  );
}

interface Props { invoice: Invoice; onDone: (said: string) => void }

function OfDraft({ invoice, onDone }: Props) {
  const navigate = useNavigate();
  const send = useOrder((_order: null, key) => sendInvoice(invoice.id, key), ({ invoice_number: number }) => onDone(`Sent as ${number}: a mail with the PDF and a link to pay is on its way to ${invoice.customer.email}`));
  const drop = useOrder(() => dropDraft(invoice.id), () => navigate({ to: '/admin/invoices' }));
  const failed = send.error ?? drop.error;
  return (
    <Stack gap="sm">
      {failed && <OrderError error={failed} />}
      <AskFirst label="Send" question={`Send it to ${invoice.customer.email}? It gets its number and cannot be changed any more.`} showQuestion keep="Not yet" go="Send now" wide busy={send.isPending} onGo={() => send.mutateAsync(null)} />
      <ButtonLink to="/admin/invoices/$invoiceId/edit" params={{ invoiceId: invoice.id }} variant="default" leftSection={<IconEdit size={18} aria-hidden />}>Edit</ButtonLink>
      <AskFirst label="Delete the draft" button={{ variant: 'subtle' }} question="Delete this draft?" showQuestion keep="Keep it" go="Delete" harsh wide busy={drop.isPending} onGo={() => drop.mutateAsync(null)} />
    </Stack>
  );
}

type Dialog = 'pay' | 'credit' | 'costs';

function OfIssued({ invoice, onDone }: Props) {
  const admin = isAdmin(useMe());
  const [dialog, setDialog] = useState<Dialog>();
  const { currency } = invoice;
  const spend = useOrder((_order: null, key) => applyCredit(invoice.id, key), ({ applied }) => onDone(`${formatMoney(applied, currency)} of credit was spent on it`));
  const cancel = useOrder(() => voidInvoice(invoice.id), () => onDone('It is cancelled: nothing is owed any more'));
  const open = invoice.amount_due > 0;
  const untouched = open && invoice.amount_paid === 0 && invoice.amount_credited === 0;
  const creditable = invoice.status !== 'cancelled' && invoice.total - invoice.amount_credited - invoice.amount_refunded > 0.001;
  const failed = spend.error ?? cancel.error;
  const close = () => setDialog(undefined);
  if (!open && !(admin && creditable)) return <Text size="sm" c="dimmed">There is nothing left to do.</Text>;
  return (
    <Stack gap="sm">
      {failed && <OrderError error={failed} />}
      {open && <Button leftSection={<IconCash size={18} aria-hidden />} onClick={() => setDialog('pay')}>Record a payment</Button>}
      {open && invoice.credit_available > 0 && (
        <AskFirst label={`Spend credit of ${formatMoney(Math.min(invoice.credit_available, invoice.amount_due), currency)}`} button={{ variant: 'default' }} question={`The customer has ${formatMoney(invoice.credit_available, currency)} in credit. Spend it on this invoice?`} showQuestion keep="Not now" go="Spend it" wide busy={spend.isPending} onGo={() => spend.mutateAsync(null)} />
      )}
      {admin && untouched && <Button variant="default" leftSection={<IconServer size={18} aria-hidden />} onClick={() => setDialog('costs')}>Infrastructure costs</Button>}
      {admin && creditable && <Button variant="default" onClick={() => setDialog('credit')}>Credit note</Button>}
      {admin && untouched && <AskFirst label="Cancel the invoice" button={{ variant: 'subtle' }} question="Cancel it? Nothing is owed any more, and its number stays taken." showQuestion keep="Keep it" go="Cancel it" harsh wide busy={cancel.isPending} onGo={() => cancel.mutateAsync(null)} />}
      <Suspense>
        {dialog === 'pay' && <RecordPayment invoice={invoice} onClose={close} onDone={({ amount, to_credit: more }) => onDone(`${formatMoney(amount, currency)} was written down${more > 0 ? `; ${formatMoney(more, currency)} is the customer’s credit` : ''}`)} />}
        {dialog === 'credit' && <CreditNote invoice={invoice} onClose={close} onDone={({ numbers }) => onDone(`Credit note ${numbers.join(' and ')} was written`)} />}
        {dialog === 'costs' && <CostsDialog invoice={invoice} onClose={close} onDone={onDone} />}
      </Suspense>
      {!admin && <Group><Text size="sm" c="dimmed">Credit notes and cancelling are for admins.</Text></Group>}
    </Stack>
  );
}
