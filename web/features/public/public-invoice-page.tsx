import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconFileTypePdf } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { confirmPublicInvoice, payPublicInvoice } from '../../api.js';
import { Day } from '../../ui/day.js';
import { ErrorState } from '../../ui/error-state.js';
import { InvoicePaper } from '../../ui/invoices/invoice-paper.js';
import { InvoiceStatus } from '../../ui/invoices/invoice-status.js';
import { formatMoney, Money } from '../../ui/money.js';
import { PayHere } from '../../ui/pay/pay-here.js';
import { usePageTitle } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import type { PublicInvoice } from '../../wire.js';
import { AskBank } from './ask-bank.js';
import { PublicFrame, NoSuchLink } from './public-frame.js';
import { publicInvoiceQuery } from './queries.js';

/** One invoice for whoever has its link: what is owed, the paper, and a way to pay it. */
export function PublicInvoicePage({ token }: { token: string }) {
  const { data: invoice, error, refetch } = useQuery(publicInvoiceQuery(token));
  usePageTitle(invoice ? `Invoice ${invoice.invoice_number}` : 'Invoice');
  if (!invoice && error) return 'status' in error && error.status === 404 ? <NoSuchLink /> : <PublicFrame><ErrorState title="This invoice could not be loaded" error={error} onRetry={() => void refetch()} /></PublicFrame>;
  if (!invoice) return <PublicFrame><PageSkeleton /></PublicFrame>;
  return (
    <PublicFrame business={invoice.business}>
      <Group justify="space-between" mb="lg" gap="sm">
        <div>
          <Title order={1}>Invoice {invoice.invoice_number}</Title>
          <Text c="dimmed">For {invoice.customer_name}{invoice.milestone ? ` · ${invoice.milestone}` : ''}</Text>
        </div>
        <Button component="a" href={`/api/app/public/${encodeURIComponent(token)}/invoice/pdf`} download variant="default" size="sm" leftSection={<IconFileTypePdf size={18} aria-hidden />}>
          Download PDF
        </Button>
      </Group>
      <div className="pd-columns pd-columns-swap">
        <InvoicePaper invoice={invoice} />
        <Stack gap="lg">
          <Owed invoice={invoice} />
          {invoice.next !== 'none' && (
            <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="pay">
              <Title order={2} id="pay" mb="md">
                {invoice.next === 'wait' ? 'Payment under way' : 'Pay by card'}
              </Title>
              <Ways token={token} invoice={invoice} />
            </Paper>
          )}
        </Stack>
      </div>
    </PublicFrame>
  );
}

function Owed({ invoice }: { invoice: PublicInvoice }) {
  const owed = invoice.amount_due > 0;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} aria-live="polite">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div>
            <Text c="dimmed" size="sm">{owed ? 'To pay' : 'Total'}</Text>
            <Text component="p" m={0} fz={32} fw={700} lh={1.2}>
              <Money amount={owed ? invoice.amount_due : invoice.total} currency={invoice.currency} code />
            </Text>
          </div>
          <InvoiceStatus invoice={invoice} />
        </Group>
        <Stack gap={6}>
          <Fact label="Issued"><Day value={invoice.issued_at} /></Fact>
          {owed && <Fact label="Due"><Day value={invoice.due_date} /></Fact>}
          {invoice.status === 'paid' && <Fact label="Paid"><Day value={invoice.paid_at} /></Fact>}
        </Stack>
        <Said invoice={invoice} />
      </Stack>
    </Paper>
  );
}

function Said({ invoice }: { invoice: PublicInvoice }) {
  if (invoice.status === 'cancelled') return <Note title="This invoice was cancelled">Nothing is to be paid.</Note>;
  if (invoice.status === 'paid') return <Note title="Nothing is left to pay">{invoice.amount_paid > 0 ? 'Thank you. The receipt comes by mail.' : 'It was settled.'}</Note>;
  if (invoice.auto_charge && invoice.next === 'pay' && invoice.status !== 'overdue' && isStillToCome(invoice.due_date)) return <Note title="You need not do anything">The card you allowed us to charge pays this on its due day. You can also pay now.</Note>;
  return null;
}

function Note({ title, children }: { title: string; children: ReactNode }) {
  return <Alert color="spruce" variant="light" icon={<IconCircleCheck aria-hidden />} title={title}><Text size="sm">{children}</Text></Alert>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap">
      <Text component="span" c="dimmed" size="sm">{label}</Text>
      <Text component="span" size="sm" fw={500} ta="right">{children}</Text>
    </Group>
  );
}

function Ways({ token, invoice }: { token: string; invoice: PublicInvoice }) {
  const queries = useQueryClient();
  const [other, setOther] = useState(false);
  const look = async () => queries.setQueryData(publicInvoiceQuery(token).queryKey, await confirmPublicInvoice(token));
  if (invoice.next === 'wait') return <Text size="sm">The bank has not decided yet. This page follows by itself; please do not pay a second time.</Text>;
  if (invoice.next === 'authenticate' && !other) {
    return (
      <Stack gap="sm">
        <AskBank token={token} invoice={invoice} onDone={look} />
        <Button variant="subtle" onClick={() => setOther(true)}>Use another card</Button>
      </Stack>
    );
  }
  return (
    <PayHere
      label={`Pay ${formatMoney(invoice.amount_due, invoice.currency)}`}
      open={() => payPublicInvoice(token)}
      openKey={['invoice', token, invoice.amount_due]}
      returnUrl={`${location.origin}${location.pathname}`}
      onDone={look}
    />
  );
}

/** From its day on, either the card has paid or it was declined: then there is something to do. */
function isStillToCome(dueDate: string | null): boolean {
  return dueDate !== null && dueDate.slice(0, 10) > new Date().toISOString().slice(0, 10);
}
