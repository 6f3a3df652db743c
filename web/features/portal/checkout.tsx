import { Alert, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { openPayment } from '../../api.js';
import { useConfig } from '../../app/session.js';
import { ButtonLink } from '../../ui/links.js';
import { isPayable } from '../../ui/invoices/invoice-status.js';
import { invoiceQuery } from '../../ui/invoices/queries.js';
import { formatMoney } from '../../ui/money.js';
import { returnAddress } from '../../ui/pay/outcome.js';
import { PayHere } from '../../ui/pay/pay-here.js';
import type { Invoice } from '../../wire.js';
import { basketOf, ordered, readAmount, type Basket } from './pay/basket.js';
import { CheckoutSummary, type TypedAmounts } from './checkout-summary.js';
import { PayBy } from './pay/pay-by.js';

/** Long enough not to open a payment for every digit that is typed. */
const TYPING_MS = 700;

/** One payment for these invoices, each whole or in part. */
export function Checkout({ invoices }: { invoices: readonly Invoice[] }) {
  const { business: { smallest_charge: smallest } } = useConfig();
  const payable = invoices.filter(isPayable);
  const [typed, setTyped] = useState<TypedAmounts>({});
  const lines = payable.map((invoice) => ({ invoice, amount: readAmount(typed[invoice.id] ?? invoice.amount_due, invoice, smallest) }));
  const basket = basketOf(lines);
  return (
    <div className="pd-columns pd-columns-swap">
      <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="card">
        <Title order={2} id="card" mb="md">
          Pay by card
        </Title>
        {payable.length === 0 ? <NothingToPay paid={invoices.every(({ status }) => status === 'paid')} /> : <Payment basket={basket} smallest={smallest} />}
      </Paper>
      {payable.length > 0 && (
        <CheckoutSummary lines={lines} total={basket?.amount ?? null} typed={typed} onType={(id, text) => setTyped((old) => ({ ...old, [id]: text }))} />
      )}
    </div>
  );
}

/** While an amount makes no sense the form is out of sight, not away: what was typed into it stays. */
function Payment({ basket: wanted, smallest }: { basket: Basket | undefined; smallest: number }) {
  const basket = wanted && wanted.amount >= smallest ? wanted : undefined;
  const [last, setLast] = useState(basket);
  if (basket && JSON.stringify(ordered(basket)) !== JSON.stringify(last && ordered(last))) setLast(basket);
  const shown = basket ?? last;
  return (
    <>
      {!wanted && <Text c="dimmed">Check the amounts first: each has to be more than nothing, and no more than is owed.</Text>}
      {wanted && !basket && (
        <Text>
          A card takes no less than {formatMoney(smallest, wanted.currency)}. Pay this together with another invoice, or ask us.
        </Text>
      )}
      {shown && (
        <div hidden={!basket}>
          <PayBy basket={shown}>
            <NewCard basket={shown} />
          </PayBy>
        </div>
      )}
    </>
  );
}

function NewCard({ basket }: { basket: Basket }) {
  const { stripe } = useConfig();
  const [settled] = useDebouncedValue(basket, TYPING_MS);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const order = ordered(basket);
  // The stand-in opens nothing before its button is pressed.
  if (stripe.sandbox_port === null && JSON.stringify(ordered(settled)) !== JSON.stringify(order)) return <Skeleton height={260} />;
  return (
    <PayHere
      label={`Pay ${formatMoney(basket.amount, basket.currency)}`}
      open={() => openPayment(order)}
      openKey={['invoices', order]}
      returnUrl={({ payment_id: paymentId = '' }) => returnAddress(paymentId)}
      onDone={async (done) => {
        for (const { id } of order) void queries.invalidateQueries({ queryKey: invoiceQuery(id).queryKey, ...(done && { refetchType: 'none' }) });
        if (done) await navigate({ to: '/payments/$paymentId/result', params: { paymentId: done.opened.payment_id ?? '' }, search: { payment_intent: done.intentId }, replace: true });
      }}
    />
  );
}

function NothingToPay({ paid }: { paid: boolean }) {
  return (
    <Alert color="spruce" variant="light" icon={<IconCircleCheck aria-hidden />} title="There is nothing to pay">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{paid ? 'It is paid already.' : 'It cannot be paid any more.'}</Text>
        <ButtonLink to="/invoices" variant="default" size="sm">
          All invoices
        </ButtonLink>
      </Stack>
    </Alert>
  );
}
