import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconCreditCard, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../../../app/session.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { PageHead } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { NoAccountBook } from '../no-account-book.js';
import { AddCard } from './add-card.js';
import { CardRow } from './card-row.js';
import { cardsQuery } from './queries.js';
import { Returned } from './returned.js';

/** Saved cards. The address /cards?add=true leads straight to adding one. */
export function CardsPage() {
  return useMe().customer ? <Cards /> : <NoAccountBook title="Cards" />;
}

function Cards() {
  const search = useSearch({ from: '/signed-in/cards' });
  const navigate = useNavigate({ from: '/cards' });
  const queries = useQueryClient();
  const [saved, setSaved] = useState(false);
  const adding = search.add === true;
  const show = (add: boolean) => void navigate({ search: add ? { add } : {}, replace: !add });
  const done = () => {
    setSaved(true);
    show(false);
    // The first card comes with the customer's name at the processor.
    for (const key of ['cards', 'me']) void queries.invalidateQueries({ queryKey: [key] });
  };
  return (
    <>
      <PageHead
        title="Cards"
        note="Pay with one click. The numbers stay with the payment processor; we only see the last four digits."
        actions={
          !adding && (
            <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => (setSaved(false), show(true))}>
              Add a card
            </Button>
          )
        }
      />
      <Stack gap="md">
        {search.setup_intent && <Returned intentId={search.setup_intent} onSaved={done} />}
        {saved && (
          <Alert color="spruce" variant="light" aria-live="polite" icon={<IconCircleCheck aria-hidden />} title="The card is saved">
            <Text size="sm">You can pay with it from now on.</Text>
          </Alert>
        )}
        {adding && <AddCard onSaved={done} onCancel={() => show(false)} />}
        <CardList adding={adding} />
      </Stack>
    </>
  );
}

function CardList({ adding }: { adding: boolean }) {
  const owner = useMe().customer?.stripe_customer_id ?? null;
  const cards = useQuery(cardsQuery(owner));
  if (cards.isPending) return <RowsSkeleton rows={3} />;
  if (cards.isError && !cards.data) return <ErrorState title="Your cards could not be loaded" error={cards.error} onRetry={() => void cards.refetch()} />;
  if (owner === null || cards.data.length === 0) {
    return adding ? null : (
      <Paper>
        <EmptyState icon={IconCreditCard} title="No saved cards">
          Save a card to pay your invoices with one click.
        </EmptyState>
      </Paper>
    );
  }
  return (
    <Group component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
      {cards.data.map((card) => (
        <CardRow key={card.id} card={card} owner={owner} />
      ))}
    </Group>
  );
}
