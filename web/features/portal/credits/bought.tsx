import { Alert, Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useConfig } from '../../../app/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { formatMoney } from '../../../ui/money.js';
import { onYellow } from '../../../ui/on-yellow.js';
import { Refusal } from '../../../ui/pay/refusal.js';
import type { Config } from '../../../wire.js';
import { sightOf } from '../pay/look.js';
import { settling } from '../settlement-query.js';
import { purchasesQuery } from './queries.js';

interface BoughtProps {
  purchaseId: string;
  intentId: string | undefined;
  currency: string;
}

/** What becomes of a purchase that was just paid, straight from our form or by way of the bank's page. */
export const Bought = (props: BoughtProps) => <div aria-live="polite"><Said {...props} /></div>;

function Said({ purchaseId, intentId, currency }: BoughtProps) {
  const { data: sight, error, refetch } = useQuery(boughtQuery(useConfig(), purchaseId, intentId));
  const bought = useQuery(purchasesQuery).data?.find(({ id }) => id === purchaseId);
  if (error && !sight) return <ErrorState title="Your payment is being confirmed, and could not be looked up" error={error} onRetry={() => void refetch()} />;
  switch (sight?.kind) {
    case 'paid':
      return <Alert color="spruce" variant="light" title={bought ? `${formatMoney(bought.creditAmount, currency)} of credits are yours` : 'The credits are yours'} />;
    case 'refused':
      return <Refusal message={sight.message} />;
    case 'asked':
      return (
        <Alert color="yellow" variant="light" styles={onYellow} role="alert" title="Your bank wants your approval">
          <Text size="sm">
            Nothing has been charged yet. <Anchor href={sight.url}>Go to the bank’s page</Anchor> to finish it, or begin again below.
          </Text>
        </Alert>
      );
    default:
      return (
        <Alert color="spruce" variant="light" aria-busy title="Your payment is being confirmed">
          <Text size="sm">The credits appear here as soon as the bank has said yes. It is safe to leave this page; please do not pay a second time.</Text>
        </Alert>
      );
  }
}

/** The credits come with the processor's event, moments after it calls the payment paid. */
function boughtQuery(config: Config, purchaseId: string, intentId: string | undefined) {
  return settling(config, {
    id: purchaseId, intentId, first: [['credits']], then: [],
    ask: (queries) => async (paidThere) => {
      const purchase = (await queries.fetchQuery({ ...purchasesQuery, staleTime: 0 })).find(({ id }) => id === purchaseId);
      const sight = sightOf(purchase?.status ?? 'pending');
      // An attempt before this one may be all that our server has heard of.
      return sight.kind === 'refused' && paidThere ? { kind: 'waiting' } : sight;
    },
  });
}
