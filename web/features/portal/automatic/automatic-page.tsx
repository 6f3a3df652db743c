import { Alert, Button, Checkbox, Group, Paper, Radio, Stack, Text, Title } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { allowCard, withdrawConsent } from '../../../api-recurring.js';
import { useMe } from '../../../app/session.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { cardName } from '../../../ui/card-name.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ButtonLink, TextLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { myBillingQuery } from '../../../ui/recurring/queries.js';
import { failureWords, rhythmOf } from '../../../ui/recurring/words.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { Card, Pursuit, Recurring } from '../../../wire.js';
import { cardsQuery } from '../cards/queries.js';
import { NoAccountBook } from '../no-account-book.js';

/** What one is billed by itself, what a card is going to pay, and the word that allows it. */
export function AutomaticPage() {
  return useMe().customer ? <Automatic /> : <NoAccountBook title="Automatic payments" />;
}

function Automatic() {
  const mine = useQuery(myBillingQuery);
  return (
    <>
      <PageHead title="Automatic payments" note="What is billed by itself, and which card may pay it without asking you each time." />
      {mine.isPending && <RowsSkeleton rows={4} />}
      {mine.isError && !mine.data && <ErrorState title="This could not be loaded" error={mine.error} onRetry={() => void mine.refetch()} />}
      {mine.data && (
        <Stack gap="md">
          <Plan recurring={mine.data.recurring} />
          <Consent recurring={mine.data.recurring} />
          {mine.data.pursuits.length > 0 && <Coming pursuits={mine.data.pursuits} />}
        </Stack>
      )}
    </>
  );
}

function Plan({ recurring }: { recurring: Recurring | null }) {
  if (recurring === null || recurring.lines.length === 0) {
    return (
      <Paper>
        <EmptyState icon={IconRepeat} title="Nothing is billed by itself">Monthly fees and offers with a monthly amount appear here.</EmptyState>
      </Paper>
    );
  }
  const { currency, lines, next_amount: amount, next_on: next, paused_on: paused } = recurring;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="plan">
      <Title order={2} id="plan" mb="md">Your plan</Title>
      <Stack gap={6}>
        {lines.map(({ description, monthly }, place) => (
          <Group key={place} justify="space-between" wrap="nowrap" gap="sm">
            <Text style={{ overflowWrap: 'anywhere' }}>{description}</Text>
            <Text fw={500} style={{ whiteSpace: 'nowrap' }}><Money amount={monthly} currency={currency} /> a month</Text>
          </Group>
        ))}
        <Text size="sm" c="dimmed">{rhythmOf(recurring)}. Tax comes on top.</Text>
        {paused !== null && <Text size="sm">Paused since <Day value={paused} />: nothing is billed until it goes on.</Text>}
        {paused === null && next !== null && amount !== null && <Text size="sm">Next invoice on <Day value={next} />: <Money amount={amount} currency={currency} /> before tax.</Text>}
      </Stack>
    </Paper>
  );
}

function Consent({ recurring }: { recurring: Recurring | null }) {
  const owner = useMe().customer?.stripe_customer_id ?? null;
  const cards = useQuery(cardsQuery(owner));
  const queries = useQueryClient();
  const reload = () => queries.invalidateQueries({ queryKey: ['my-billing'] });
  const withdraw = useMutation({ mutationFn: withdrawConsent, onSuccess: reload });
  const allowed = cards.data?.find((card) => card.id === recurring?.card_id);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="consent">
      <Title order={2} id="consent" mb="md">Card for automatic payments</Title>
      {withdraw.error && <Alert color="red" variant="light" role="alert" mb="md" title={withdraw.error.message} />}
      {recurring?.consented_at ? (
        <Stack gap="md" align="flex-start">
          <Text>
            {allowed ? cardName(allowed.card.brand, allowed.card.last4) : 'A saved card'} may be charged by itself. You allowed that on <Day value={recurring.consented_at} />.
            {recurring.lines.length > 0 && !recurring.auto_charge && ' It pays the stages of offers you accepted; your plan is still paid by invoice.'}
          </Text>
          <AskFirst label="Take this back" button={{ variant: 'default', size: 'sm' }} question="Charge nothing by itself any more?" showQuestion keep="Leave it" go="Take it back" harsh busy={withdraw.isPending} onGo={() => withdraw.mutateAsync()} />
        </Stack>
      ) : (
        <Allow cards={cards.data ?? []} loading={cards.isPending} onDone={reload} />
      )}
    </Paper>
  );
}

function Allow({ cards, loading, onDone }: { cards: readonly Card[]; loading: boolean; onDone: () => Promise<unknown> }) {
  const [chosen, setChosen] = useState('');
  const [agreed, setAgreed] = useState(false);
  const allow = useMutation({ mutationFn: () => allowCard(chosen), onSuccess: onDone });
  if (loading) return <RowsSkeleton rows={1} />;
  if (cards.length === 0) {
    return (
      <Stack gap="md" align="flex-start">
        <Text>No card is charged by itself. Save a card first, then allow it here.</Text>
        <ButtonLink to="/cards" search={{ add: true }} variant="default" size="sm">Add a card</ButtonLink>
      </Stack>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!allow.isPending && chosen !== '' && agreed) allow.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" align="flex-start">
        <Radio.Group label="No card is charged by itself. Which one may be?" value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt="sm">
            {cards.map(({ id, card }) => <Radio key={id} value={id} label={`${cardName(card.brand, card.last4)}, ${String(card.exp_month).padStart(2, '0')}/${card.exp_year}`} />)}
          </Stack>
        </Radio.Group>
        <Checkbox checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} label="My invoices may be charged to this card without asking me each time. I can take this back at any time." />
        {allow.error && <Alert color="red" variant="light" role="alert" title={allow.error.message} />}
        <Button type="submit" loading={allow.isPending} disabled={chosen === '' || !agreed}>Allow it</Button>
      </Stack>
    </form>
  );
}

function Coming({ pursuits }: { pursuits: readonly Pursuit[] }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="coming">
      <Title order={2} id="coming" mb="md">Open invoices</Title>
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
        {pursuits.map((pursuit) => (
          <Group key={pursuit.invoice_id} component="li" justify="space-between" gap="sm" align="flex-start" wrap="nowrap">
            <div>
              <TextLink to="/invoices/$invoiceId" params={{ invoiceId: pursuit.invoice_id }} fw={600}>{pursuit.invoice_number}</TextLink>
              <Text size="sm" c="dimmed"><What pursuit={pursuit} /></Text>
            </div>
            <Group gap="sm" justify="flex-end">
              <Text fw={500}><Money amount={pursuit.amount_due} currency={pursuit.currency} /></Text>
              {pursuit.last_failure !== null && pursuit.state !== 'charging' && <ButtonLink to="/invoices/$invoiceId/pay" params={{ invoiceId: pursuit.invoice_id }} size="sm">Pay now</ButtonLink>}
            </Group>
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

function What({ pursuit: { state, last_failure: failure, next_on: on, charges } }: { pursuit: Pursuit }) {
  if (state === 'charging') return <>Being charged at this moment.</>;
  if (state === 'action_needed') return <>Your bank asks you to confirm this payment.</>;
  if (failure !== null) return <>The card was not charged: {failureWords(failure)}.{state === 'waiting' && on !== null && charges && <> Tried again on <Day value={on} />.</>}</>;
  return on !== null && charges ? <>Charged by itself around <Day value={on} />.</> : <>Open.</>;
}
