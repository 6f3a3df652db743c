import { Alert, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import { FigureCards } from '../../../ui/figure-cards.js';
import { formatMoney, Money } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Credits } from '../../../wire.js';
import { Bought } from './bought.js';
import { BuyCredits } from './buy-credits.js';
import { CreditsHistory } from './credits-history.js';
import { Notice } from './notice-form.js';
import { creditsQuery } from './queries.js';
import { TopUp } from './top-up.js';

/** What there is to spend, when it ends, more of it, and where it went. */
export function CreditsPage() {
  const credits = useQuery(creditsQuery);
  const { purchase, payment_intent: intentId } = useSearch({ from: '/signed-in/credits' });
  if (credits.isError && !credits.data) return <ErrorState title="Your credits could not be loaded" error={credits.error} onRetry={() => void credits.refetch()} />;
  if (!credits.data) return <PageSkeleton />;
  const { balance, held, currency } = credits.data;
  return (
    <>
      <PageHead title="Credits" note="Pay ahead, and use it when you need it." />
      <Stack gap="xl">
        {purchase && <Bought purchaseId={purchase} intentId={intentId} currency={currency} />}
        {balance < 0 && (
          <Alert color="red" variant="light" role="alert" title={`You owe ${formatMoney(-balance, currency)}`}>
            Money for credits that you had used already went back to you. What you buy next pays this first; until then nothing can be spent.
          </Alert>
        )}
        <FigureCards
          figures={[
            { name: 'To spend', value: <Money amount={Math.max(0, balance)} currency={currency} />, note: endsNext(credits.data) },
            { name: 'Set aside', value: <Money amount={held} currency={currency} />, note: held > 0 ? 'for something not decided yet' : 'nothing' },
          ]}
          roomy
        />
        <BuyCredits />
        <Lots credits={credits.data} />
        <TopUp />
        <Notice />
        <CreditsHistory currency={currency} />
      </Stack>
    </>
  );
}

function endsNext({ lots }: Credits) {
  const [next] = lots.filter((lot) => lot.expires_at !== null).sort((a, b) => ((a.expires_at ?? '') < (b.expires_at ?? '') ? -1 : 1));
  return next?.expires_at ? (
    <>
      part of it until <Day value={next.expires_at} />
    </>
  ) : (
    'without an end'
  );
}

function Lots({ credits: { lots, currency } }: { credits: Credits }) {
  return (
    <section aria-labelledby="lots">
      <Title order={2} id="lots" mb="sm">
        What you have
      </Title>
      <Paper>
        {lots.length === 0 ? (
          <EmptyState icon={IconCoins} title="No credits yet">
            Choose a package above, and it is here at once.
          </EmptyState>
        ) : (
          <Table.ScrollContainer minWidth={320}>
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Used in this order</Table.Th>
                  <Table.Th scope="col">Until</Table.Th>
                  <Table.Th scope="col" ta="right">
                    Left
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {lots.map((lot) => (
                  <Table.Tr key={lot.id}>
                    <Table.Td>
                      {lot.reason ?? 'Bought'} <Day value={lot.created_at} />
                    </Table.Td>
                    <Table.Td>{lot.expires_at === null ? 'no end' : <Day value={lot.expires_at} />}</Table.Td>
                    <Table.Td ta="right">
                      <Money amount={lot.remaining} currency={currency} />{' '}
                      {lot.remaining < lot.amount && (
                        <Text component="span" size="sm" c="dimmed">
                          of <Money amount={lot.amount} currency={currency} />
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Paper>
    </section>
  );
}
