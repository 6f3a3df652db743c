import { Alert, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconCircleCheck, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useConfig } from '../../app/session.js';
import { Day } from '../../ui/day.js';
import { ErrorState } from '../../ui/error-state.js';
import { ButtonLink, TextLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { PageHead } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import type { Invoice } from '../../wire.js';
import { invoiceName, isPayable } from '../../ui/invoices/invoice-status.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';

// Each processor's form is its own download; nobody needs both.
const CardForm = lazy(async () => ({ default: (await import('./pay/card-form.js')).CardForm }));
const StripeForm = lazy(async () => ({ default: (await import('./pay/stripe-form.js')).StripeForm }));

export function PayPage() {
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
      <div className="pd-columns pd-columns-swap">
        <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="card">
          <Title order={2} id="card" mb="md">
            Pay by card
          </Title>
          {isPayable(invoice) ? <Form invoice={invoice} /> : <NothingToPay invoice={invoice} />}
        </Paper>
        <Summary invoice={invoice} />
      </div>
    </>
  );
}

function Form({ invoice }: { invoice: Invoice }) {
  const { stripe } = useConfig();
  if (!stripe.publishable_key) {
    return (
      <Alert color="yellow" variant="light" title="Card payments are not set up yet">
        <Text size="sm">The business has not connected its payment processor. Please pay another way, or ask them.</Text>
      </Alert>
    );
  }
  const processor = { publishableKey: stripe.publishable_key, sandboxPort: stripe.sandbox_port };
  return (
    <Suspense fallback={<Skeleton height={260} />}>
      {processor.sandboxPort === null ? (
        <StripeForm invoice={invoice} publishableKey={processor.publishableKey} />
      ) : (
        <CardForm invoice={invoice} publishableKey={processor.publishableKey} sandboxPort={processor.sandboxPort} />
      )}
    </Suspense>
  );
}

function NothingToPay({ invoice }: { invoice: Invoice }) {
  return (
    <Alert color="spruce" variant="light" icon={<IconCircleCheck aria-hidden />} title="There is nothing to pay">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{invoice.status === 'paid' ? 'This invoice is paid.' : 'This invoice cannot be paid any more.'}</Text>
        <ButtonLink to="/invoices" variant="default" size="sm">
          All invoices
        </ButtonLink>
      </Stack>
    </Alert>
  );
}

function Summary({ invoice }: { invoice: Invoice }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-label="Summary">
      <Text c="dimmed" size="sm">
        To {invoice.business.name}
      </Text>
      <Text component="p" m={0} fz={32} fw={700} lh={1.25}>
        <Money amount={invoice.amount_due} currency={invoice.currency} code />
      </Text>
      {invoice.due_date && (
        <Text size="sm" c="dimmed">
          {invoice.status === 'overdue' ? 'Was due ' : 'Due '}
          <Day value={invoice.due_date} />
        </Text>
      )}
      <hr className="pd-dashed" style={{ margin: '16px 0' }} />
      <Stack gap={6} visibleFrom="sm">
        {invoice.lines.map((line, place) => (
          <Group key={place} justify="space-between" wrap="nowrap" gap="sm" align="flex-start" fz="sm">
            <Text inherit>{line.description}</Text>
            <Money amount={line.amount} currency={invoice.currency} />
          </Group>
        ))}
      </Stack>
      <Group gap={8} wrap="nowrap" mt="md" align="flex-start">
        <IconLock size={16} aria-hidden style={{ flexShrink: 0, marginTop: 3 }} />
        <Text size="sm" c="dimmed">
          Your card details go straight to the payment processor. We never see or keep them.
        </Text>
      </Group>
    </Paper>
  );
}
