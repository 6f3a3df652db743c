import { Button, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { beginCreditPurchase } from '../../../api-credits.js';
import { useConfig } from '../../../app/session.js';
import { Dialog } from '../../../ui/dialog.js';
import { ErrorState } from '../../../ui/error-state.js';
import { formatMoney, Money } from '../../../ui/money.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { CreditPackage } from '../../../wire.js';
import type { CreditsSearch } from './credits-search.js';
import { packagesQuery } from './queries.js';

const PayHere = lazy(async () => ({ default: (await import('../../../ui/pay/pay-here.js')).PayHere }));

/** The packages on offer; the chosen one is paid in a dialog, and the address then says what is waited for. */
export function BuyCredits() {
  const packages = useQuery(packagesQuery);
  const navigate = useNavigate({ from: '/credits' });
  const [chosen, setChosen] = useState<CreditPackage>();
  const [busy, setBusy] = useState(false);
  const choose = (offer: CreditPackage) => {
    // What became of an earlier purchase is no news of this one.
    void navigate({ search: {}, replace: true, resetScroll: false });
    setChosen(offer);
  };
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
          <Offer key={one.id} offer={one} onBuy={() => choose(one)} />
        ))}
      </SimpleGrid>
      <Dialog opened={chosen !== undefined} title={chosen ? `Buy ${chosen.name}` : ''} busy={busy} onClose={() => setChosen(undefined)}>
        {chosen && <Pay offer={chosen} onBusy={setBusy} onPaid={(search) => (setChosen(undefined), void navigate({ search, replace: true }))} />}
      </Dialog>
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

interface PayProps {
  offer: CreditPackage;
  onBusy: (busy: boolean) => void;
  onPaid: (search: CreditsSearch) => void;
}

function Pay({ offer, onBusy, onPaid }: PayProps) {
  const { currency } = useConfig().business;
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
          returnUrl={({ purchase_id: purchase = '' }) => `${location.origin}/app/credits?purchase=${encodeURIComponent(purchase)}`}
          onDone={async (done) => done && onPaid({ purchase: done.opened.purchase_id, payment_intent: done.intentId })}
          onBusy={onBusy}
        />
      </Suspense>
    </Stack>
  );
}
