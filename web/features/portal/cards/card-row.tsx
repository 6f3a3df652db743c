import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { makeDefaultCard, removeCard } from '../../../api.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { cardName } from '../../../ui/card-name.js';
import { myBillingQuery } from '../../../ui/recurring/queries.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { Card } from '../../../wire.js';
import { topUpQuery } from '../credits/queries.js';
import { cardsQuery } from './queries.js';
import { expiryOf } from './expiry.js';

/** One card. Removing asks first, in place, with the way back at hand. */
export function CardRow({ card, owner }: { card: Card; owner: string }) {
  const queries = useQueryClient();
  const ends = useEndsWith(card.id);
  const reload = () => queries.invalidateQueries({ queryKey: cardsQuery(owner).queryKey });
  const prefer = useMutation({ mutationFn: () => makeDefaultCard(card.id, owner), onSuccess: reload });
  const remove = useMutation({ mutationFn: () => removeCard(card.id), onSuccess: () => Promise.all([reload(), ...['my-billing', 'standing', 'credits'].map((name) => queries.invalidateQueries({ queryKey: [name] }))]) });
  const { brand, last4, exp_month: month, exp_year: year } = card.card;
  const name = cardName(brand, last4);
  const until = `${String(month).padStart(2, '0')}/${year}`;
  // Two cards may end alike.
  const full = `${name}, ${until}`;
  const expiry = expiryOf(month, year, new Date());
  const error = remove.error ?? prefer.error;
  return (
    <Paper component="li" p="md" w="100%">
      <Group justify="space-between" gap="md">
        <Group gap="md" wrap="nowrap">
          <IconCreditCard size={26} stroke={1.5} aria-hidden />
          <div>
            <Text fw={600}>{name}</Text>
            <Text size="sm" c="dimmed">
              {expiry === 'expired' ? 'Expired' : 'Expires'} {until}
            </Text>
          </div>
          {card.is_default && <StatusMark tone="good">Default</StatusMark>}
          {expiry === 'expired' && <StatusMark tone="bad">Expired</StatusMark>}
          {expiry === 'soon' && <StatusMark tone="waiting">Expires soon</StatusMark>}
        </Group>
        <Group gap="sm">
          {!card.is_default && (
            <Button size="sm" variant="default" loading={prefer.isPending} aria-label={`Make ${full} the default`} onClick={() => prefer.mutate()}>
              Make default
            </Button>
          )}
          <AskFirst
            label="Remove"
            name={`Remove ${full}`}
            button={{ variant: 'default', size: 'sm' }}
            question={['Remove this card?', ...ends].join(' ')}
            showQuestion
            keep="Keep it"
            go="Remove"
            harsh
            busy={remove.isPending}
            onGo={() => remove.mutateAsync()}
          />
        </Group>
      </Group>
      {error && (
        <Stack mt="sm">
          <Alert color="red" variant="light" role="alert" title={error.message} />
        </Stack>
      )}
    </Paper>
  );
}

/** What a card does by itself, which is over without it. */
function useEndsWith(cardId: string): string[] {
  const billing = useQuery(myBillingQuery).data?.recurring;
  const topUp = useQuery(topUpQuery).data;
  const charged = billing?.card_id === cardId && billing.consented_at !== null;
  const buys = topUp?.active === true && topUp.payment_method_id === cardId;
  return [...(charged ? ['It no longer pays invoices by itself.'] : []), ...(buys ? ['It no longer buys credits by itself.'] : [])];
}
