import { Alert, Box, Button, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useMe } from '../../../app/session.js';
import { cardName } from '../../../ui/card-name.js';
import { formatMoney } from '../../../ui/money.js';
import { onYellow } from '../../../ui/on-yellow.js';
import type { Card } from '../../../wire.js';
import { cardsQuery } from '../cards/queries.js';
import type { Basket } from './basket.js';
import { Refusal } from '../../../ui/pay/refusal.js';
import { usePaySaved } from './use-pay-saved.js';

const ANOTHER = 'another';

/** A saved card where there is one, else the form for a new one (`children`). */
export function PayBy({ basket, children }: { basket: Basket; children: ReactNode }) {
  const cards = useQuery(cardsQuery(useMe().customer?.stripe_customer_id ?? null));
  const [chosen, setChosen] = useState<string>();
  if (cards.isPending) return <Skeleton height={260} />;
  // A list that cannot be loaded keeps nobody from paying.
  if (!cards.data || cards.data.length === 0) return children;
  const value = chosen ?? (cards.data.find((card) => card.is_default) ?? cards.data[0])?.id ?? ANOTHER;
  const card = cards.data.find(({ id }) => id === value);
  return (
    <Stack gap="lg">
      <Radio.Group value={value} onChange={setChosen} label="Pay with" size="md">
        <Stack gap="sm" mt="xs">
          {cards.data.map(({ id, card: { brand, last4, exp_month, exp_year } }) => (
            <Radio key={id} value={id} label={cardName(brand, last4)} description={`Expires ${exp_month}/${exp_year}`} />
          ))}
          <Radio value={ANOTHER} label="Another card" />
        </Stack>
      </Radio.Group>
      {card ? <SavedCard key={card.id} basket={basket} card={card} /> : <Box>{children}</Box>}
    </Stack>
  );
}

function SavedCard({ basket, card }: { basket: Basket; card: Card }) {
  const { pay, busy, refusal } = usePaySaved(basket, card.id);
  return (
    <Stack gap="md">
      {refusal?.sure === true && <Refusal message={refusal.message} />}
      {refusal?.sure === false && (
        <Alert color="yellow" variant="light" styles={onYellow} role="alert" title={refusal.message}>
          <Text size="sm">We do not know yet whether the payment went through. Trying again asks for the same payment and never charges twice.</Text>
        </Alert>
      )}
      <Button size="lg" fullWidth loading={busy} onClick={() => void pay()}>
        {`Pay ${formatMoney(basket.amount, basket.currency)}`}
      </Button>
    </Stack>
  );
}
