import { Button, Modal, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { beginCreditPurchase } from '../../../api-credits.js';
import { useConfig } from '../../../app/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { formatMoney, Money } from '../../../ui/money.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { CreditPackage } from '../../../wire.js';
import type { PayHereProps } from '../../../ui/pay/use-confirm.js';
import { awaitCredits, packagesQuery } from './queries.js';

const PayHere = lazy(async () => ({ default: (await import('../../../ui/pay/pay-here.js')).PayHere }));

interface BuyCreditsProps {
  balance: number;
  /** Says what became of it. */
  onDone: (news: string) => void;
}

/** The packages on offer; the chosen one is paid in a dialog. */
export function BuyCredits({ balance, onDone }: BuyCreditsProps) {
  const packages = useQuery(packagesQuery);
  const [chosen, setChosen] = useState<CreditPackage>();
  if (packages.isPending) return <RowsSkeleton rows={3} />;
  if (packages.isError) return <ErrorState title="The packages could not be loaded" error={packages.error} onRetry={() => void packages.refetch()} />;
  if (packages.data.length === 0) return null;
  return (
    <section aria-labelledby="buy">
      <Title order={2} id="buy" mb="sm">
        Buy credits
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {packages.data.map((one) => (
          <Offer key={one.id} offer={one} onBuy={() => setChosen(one)} />
        ))}
      </SimpleGrid>
      <Modal opened={chosen !== undefined} onClose={() => setChosen(undefined)} title={chosen ? `Buy ${chosen.name}` : ''} size="md">
        {chosen && <Pay offer={chosen} balance={balance} onDone={(news) => (setChosen(undefined), onDone(news))} />}
      </Modal>
    </section>
  );
}

function Offer({ offer: { name, description, amount, creditAmount }, onBuy }: { offer: CreditPackage; onBuy: () => void }) {
  const { currency } = useConfig().business;
  return (
    <Paper p="md">
      <Stack gap="xs" h="100%" justify="space-between">
        <div>
          <Text fw={600}>{name}</Text>
          <Text fz={26} fw={700} lh={1.3}>
            <Money amount={creditAmount} currency={currency} />
          </Text>
          <Text size="sm" c="dimmed">
            {creditAmount > amount ? `${formatMoney(creditAmount - amount, currency)} of it are a gift. ` : ''}
            {description}
          </Text>
        </div>
        <Button variant="light" onClick={onBuy} aria-label={`Buy ${name} for ${formatMoney(amount, currency)}`}>
          Buy for {formatMoney(amount, currency)}
        </Button>
      </Stack>
    </Paper>
  );
}

function Pay({ offer, balance, onDone }: { offer: CreditPackage } & BuyCreditsProps) {
  const { currency } = useConfig().business;
  const queries = useQueryClient();
  const settle: PayHereProps['onDone'] = async (done) => {
    if (!done) return;
    const there = await awaitCredits(queries, balance);
    onDone(there ? `${formatMoney(offer.creditAmount, currency)} of credits are yours` : 'Your payment is on its way. The credits appear here as soon as the bank has said yes.');
  };
  return (
    <Stack gap="md">
      <Text>
        You get <Money amount={offer.creditAmount} currency={currency} fw={600} /> of credits.
      </Text>
      <Suspense fallback={<Skeleton height={260} />}>
        <PayHere
          label={`Pay ${formatMoney(offer.amount, currency)}`}
          open={() => beginCreditPurchase(offer.id)}
          openKey={['credits', offer.id]}
          returnUrl={`${location.origin}${location.pathname}`}
          onDone={settle}
        />
      </Suspense>
    </Stack>
  );
}
