import { Alert, Button, Checkbox, NumberInput, Paper, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { allowTopUp, endTopUp } from '../../../api-credits.js';
import { useMe } from '../../../app/session.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { cardName } from '../../../ui/card-name.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ButtonLink } from '../../../ui/links.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import { onYellow } from '../../../ui/on-yellow.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { Card, CreditPackage, CreditTopUp } from '../../../wire.js';
import { cardsQuery } from '../cards/queries.js';
import { packagesQuery, topUpQuery } from './queries.js';

/** Credits that are bought again by themselves, and the word that allows it. */
export function TopUp() {
  const topUp = useQuery(topUpQuery);
  const packages = useQuery(packagesQuery);
  const cards = useQuery(cardsQuery(useMe().customer?.stripe_customer_id ?? null));
  const failed = [topUp, packages, cards].find((one) => one.isError && !one.data);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="top-up">
      <Title order={2} id="top-up" mb="md">
        Automatic top-up
      </Title>
      {failed?.error && <ErrorState title="This could not be loaded" error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !(topUp.data && packages.data && cards.data) && <RowsSkeleton rows={3} />}
      {topUp.data && packages.data && cards.data && (topUp.data.active ? <Allowed topUp={topUp.data} packages={packages.data} cards={cards.data} /> : <Allow topUp={topUp.data} packages={packages.data} cards={cards.data} />)}
    </Paper>
  );
}

interface Parts {
  topUp: CreditTopUp;
  packages: readonly CreditPackage[];
  cards: readonly Card[];
}

function Allowed({ topUp: { package_id: packageId, payment_method_id: cardId, below, price, currency, most_a_month: most, consented_at: since, charges }, packages, cards }: Parts) {
  const queries = useQueryClient();
  const end = useMutation({ mutationFn: endTopUp, onSuccess: (told) => queries.setQueryData(topUpQuery.queryKey, told) });
  const card = cards.find((one) => one.id === cardId);
  const [last] = charges;
  return (
    <Stack gap="md" align="flex-start">
      <Text>
        {packages.find((one) => one.id === packageId)?.name ?? 'A package'} is bought for {formatMoney(price ?? 0, currency)} with {card ? cardName(card.card.brand, card.card.last4) : 'a saved card'} whenever what you use leaves less
        than {formatMoney(below ?? 0, currency)}, at most {most === 1 ? 'once' : `${most} times`} a month.
      </Text>
      <Text size="sm" c="dimmed">
        {since !== null && <>You allowed that on <Day value={since} />. </>}
        {last && <>Last time on <Day value={last.at} />: {CHARGES[last.status]}.</>}
      </Text>
      {end.error && <Alert color="red" variant="light" role="alert" title={end.error.message} />}
      <AskFirst label="Switch it off" button={{ variant: 'default', size: 'sm' }} question="Buy no credits by itself any more?" showQuestion keep="Leave it on" go="Switch it off" harsh busy={end.isPending} onGo={() => end.mutateAsync()} />
    </Stack>
  );
}

const CHARGES: Record<CreditTopUp['charges'][number]['status'], string> = { charging: 'being charged at this moment', succeeded: 'bought', declined: 'the card was declined', dropped: 'nothing was charged' };
const OFF: Record<NonNullable<CreditTopUp['off_because']>, string | null> = {
  holder: null, declined: 'It was switched off because the card was declined several times.', card_gone: 'It was switched off because the card is not saved any more.',
  package_gone: 'It was switched off because the package is not sold any more as you allowed it.',
};

function Allow({ topUp, packages, cards }: Parts) {
  const queries = useQueryClient();
  const [offer, setOffer] = useState<string | null>(packages.some((one) => one.id === topUp.package_id) ? topUp.package_id : null);
  const [card, setCard] = useState<string | null>(cards.some((one) => one.id === topUp.payment_method_id) ? topUp.payment_method_id : null);
  const [below, setBelow] = useState<number | string>(topUp.below ?? 5);
  const [most, setMost] = useState<number | string>(topUp.most_a_month ?? 4);
  const [agreed, setAgreed] = useState(false);
  const allow = useMutation({
    mutationFn: () => allowTopUp({ package_id: offer ?? '', payment_method_id: card ?? '', below: Number(below), most_a_month: Number(most), agreed: true }),
    onSuccess: (told) => queries.setQueryData(topUpQuery.queryKey, told),
  });
  const off = topUp.off_because === null ? null : OFF[topUp.off_because];
  if (cards.length === 0) {
    return (
      <Stack gap="md" align="flex-start">
        {off !== null && <Text>{off}</Text>}
        <Text>Credits can be bought by themselves when little is left. Save a card first, then allow it here.</Text>
        <ButtonLink to="/cards" search={{ add: true }} variant="default" size="sm">Add a card</ButtonLink>
      </Stack>
    );
  }
  const ready = offer !== null && card !== null && Number(below) > 0 && Number(most) >= 1 && agreed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !allow.isPending) allow.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" align="flex-start">
        {off !== null && <Alert color="yellow" variant="light" styles={onYellow} title={off} />}
        <Text>Buy a package by itself whenever what you use leaves little.</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} w="100%">
          <Select label="Package" required data={packages.map(({ id, name, amount }) => ({ value: id, label: `${name}, ${formatMoney(amount, topUp.currency)}` }))} value={offer} onChange={setOffer} />
          <Select label="Card" required data={cards.map(({ id, card: { brand, last4 } }) => ({ value: id, label: cardName(brand, last4) }))} value={card} onChange={setCard} />
          <NumberInput label={`When less is left than (${topUp.currency.toUpperCase()})`} required min={0} max={1_000_000} decimalScale={decimalsOf(topUp.currency)} hideControls value={below} onChange={setBelow} />
          <NumberInput label="Times a month at most" description={`Never more than ${topUp.most_a_day} a day`} inputWrapperOrder={['label', 'input', 'description', 'error']} required min={1} max={30} allowDecimal={false} hideControls value={most} onChange={setMost} />
        </SimpleGrid>
        <Checkbox checked={agreed} onChange={(event) => setAgreed(event.currentTarget.checked)} label="This package may be bought with this card without asking me each time, whenever what I use leaves less than this amount. I can take this back at any time." />
        {allow.error && <Alert color="red" variant="light" role="alert" title={allow.error.message} />}
        <Button type="submit" loading={allow.isPending} disabled={!ready}>
          Switch it on
        </Button>
      </Stack>
    </form>
  );
}
