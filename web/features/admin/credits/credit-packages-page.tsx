import { Button, Group, Paper, Text } from '@mantine/core';
import { IconCoins, IconPlus } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listCreditOffers } from '../../../api-credits.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { formatMoney } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { CreditOffer } from '../../../wire.js';
import classes from './credit-packages.module.css';
import { LowNotice } from './low-notice.js';
import { OfferDialog } from './offer-dialog.js';

export const offersQuery = queryOptions({ queryKey: ['credits', 'offers'], queryFn: ({ signal }) => listCreditOffers(signal) });

/** What customers can buy ahead, and what was offered once. */
export function CreditPackagesPage() {
  const offers = useQuery(offersQuery);
  const [edited, setEdited] = useState<CreditOffer | 'new'>();
  if (offers.isError && !offers.data) return <ErrorState title="The packages could not be loaded" error={offers.error} onRetry={() => void offers.refetch()} />;
  if (!offers.data) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title="Credit packages"
        note="What customers pay ahead. What was sold stays as it was sold."
        actions={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            New package
          </Button>
        }
      />
      {offers.data.length === 0 ? (
        <Paper>
          <EmptyState icon={IconCoins} title="No packages yet">
            Offer one, and customers find it under Credits.
          </EmptyState>
        </Paper>
      ) : (
        <Paper component="ul" className={classes['offers']}>
          {offers.data.map((offer) => (
            <li key={offer.id}>
              <div>
                <Text fw={600}>{offer.name}</Text>
                <Text size="sm" c="dimmed">
                  {formatMoney(offer.credits, offer.currency)} of credits for {formatMoney(offer.price, offer.currency)}
                  {offer.valid_days === null ? '' : `, for ${offer.valid_days} days`}
                </Text>
              </div>
              <Group gap="sm">
                <StatusMark tone={offer.active ? 'good' : 'quiet'}>{offer.active ? 'Offered' : 'Not offered'}</StatusMark>
                <Button variant="default" size="sm" aria-label={`Change ${offer.name}`} onClick={() => setEdited(offer)}>
                  Change
                </Button>
              </Group>
            </li>
          ))}
        </Paper>
      )}
      <LowNotice />
      {edited && <OfferDialog offer={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}
