import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { acceptPublicProposal, confirmPublicProposal, payPublicProposal, readPublicProposal, rejectPublicProposal } from '../../api-proposals.js';
import { ApiError } from '../../client.js';
import { Day } from '../../ui/day.js';
import { ErrorState } from '../../ui/error-state.js';
import { usePageTitle } from '../../ui/page.js';
import { returnedIntent } from '../../ui/pay/returned.js';
import { Decided, LinkedInvoice, PayFirst, StageInvoices } from '../../ui/proposals/after.js';
import { Decide } from '../../ui/proposals/decide.js';
import { ProposalPaper } from '../../ui/proposals/proposal-paper.js';
import { ProposalStatus } from '../../ui/proposals/proposal-status.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import type { ProposalText, PublicProposal } from '../../wire.js';
import { NoSuchLink, PublicFrame } from './public-frame.js';

const WAITING_MS = 3_000;

/** While money is under way, and when the bank's page leads back here, our server is asked to look at the processor. */
const publicProposalQuery = (token: string) =>
  queryOptions({
    queryKey: ['public-proposal', token],
    queryFn: ({ signal, client }) => {
      const before = client.getQueryData<PublicProposal>(['public-proposal', token]);
      const look = before?.offer?.owed?.wait === true || returnedIntent() !== undefined;
      return look ? confirmPublicProposal(token, signal) : readPublicProposal(token, signal);
    },
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status === 404),
    refetchInterval: ({ state }) => (state.data?.offer?.owed?.wait ? WAITING_MS : false),
  });

/** One offer for whoever has its link: read it, say yes or no, pay what is due. */
export function PublicProposalPage({ token }: { token: string }) {
  const { data, error, refetch } = useQuery(publicProposalQuery(token));
  usePageTitle(data?.offer?.title ?? 'Offer');
  if (!data && error) return error instanceof ApiError && error.status === 404 ? <NoSuchLink /> : <PublicFrame><ErrorState title="This offer could not be loaded" error={error} onRetry={() => void refetch()} /></PublicFrame>;
  if (!data) return <PublicFrame><PageSkeleton /></PublicFrame>;
  return <PublicFrame business={data.business}>{data.offer ? <Shown token={token} data={data} offer={data.offer} /> : <Withdrawn business={data.business.name} />}</PublicFrame>;
}

function Withdrawn({ business }: { business: string }) {
  return (
    <Stack gap="sm" py="xl">
      <Title order={1}>This offer was withdrawn</Title>
      <Text>{business} has taken it back. If you expected something else, answer the letter it came with.</Text>
    </Stack>
  );
}

function Shown({ token, data, offer }: { token: string; data: PublicProposal; offer: ProposalText }) {
  const queries = useQueryClient();
  const { queryKey } = publicProposalQuery(token);
  const show = (shown: PublicProposal) => void queries.setQueryData(queryKey, shown);
  const doors = {
    accept: (order: Parameters<typeof acceptPublicProposal>[1], key: string) => acceptPublicProposal(token, order, key),
    reject: (order: Parameters<typeof rejectPublicProposal>[1]) => rejectPublicProposal(token, order),
    onShown: (shown: PublicProposal) => (show(shown), window.scrollTo({ top: 0 })), onStale: () => void queries.invalidateQueries({ queryKey }),
  };
  return (
    <>
      <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 320px' }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>{offer.title}</Title>
          <Text c="dimmed">
            For {offer.customer_name}{data.status === 'sent' && offer.valid_until !== null && <> · valid until <Day value={offer.valid_until} time /></>}
          </Text>
        </div>
        <Group gap="sm">
          <ProposalStatus status={data.status} />
          <Button component="a" href={`/api/app/public/${encodeURIComponent(token)}/proposal/pdf`} download variant="default" size="sm" leftSection={<IconFileTypePdf size={18} aria-hidden />}>
            Download PDF
          </Button>
        </Group>
      </Group>
      <div className={data.status === 'sent' ? 'pd-columns' : 'pd-columns pd-columns-swap'}>
        <ProposalPaper offer={offer} />
        <Stack gap="lg" aria-live="polite">
          <Decided status={data.status} offer={offer} />
          {data.status === 'sent' && <Decide key={offer.document_hash} offer={offer} signer="" doors={doors} />}
          {data.status === 'accepted' && offer.invoices.length === 0 && <Alert color="gray" variant="light" title="Invoices follow"><Text size="sm">You will get them by mail.</Text></Alert>}
          <PayFirst offer={offer} openKey={['proposal', token]} pay={(consent) => payPublicProposal(token, consent)} returnUrl={`${location.origin}${location.pathname}`}
            onDone={async () => show(await confirmPublicProposal(token))} />
          <StageInvoices offer={offer} name={(invoice) => <LinkedInvoice invoice={invoice} />} />
        </Stack>
      </div>
    </>
  );
}
