import { Group, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { acceptProposal, confirmProposal, payProposal, rejectProposal } from '../../../api-proposals.js';
import { useMe } from '../../../app/session.js';
import { Day } from '../../../ui/day.js';
import { DownloadButton } from '../../../ui/download-button.js';
import { ErrorState } from '../../../ui/error-state.js';
import { TextLink } from '../../../ui/links.js';
import { PageHead } from '../../../ui/page.js';
import { returnedIntent } from '../../../ui/pay/returned.js';
import { Decided, PayFirst, StageInvoices } from '../../../ui/proposals/after.js';
import { Decide } from '../../../ui/proposals/decide.js';
import { ProposalPaper } from '../../../ui/proposals/proposal-paper.js';
import { ProposalStatus } from '../../../ui/proposals/proposal-status.js';
import { proposalQuery } from '../../../ui/proposals/queries.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Proposal } from '../../../wire.js';

const WAITING_MS = 3_000;

/** One offer to the customer: read it, say yes or no, pay what is due. */
export function ProposalPage() {
  const { proposalId } = useParams({ from: '/signed-in/proposals/$proposalId' });
  const { data, error, refetch } = useQuery({
    ...proposalQuery(proposalId),
    ...(returnedIntent() !== undefined && { queryFn: () => confirmProposal(proposalId) }),
    refetchInterval: ({ state }) => (state.data?.offer.owed?.wait ? WAITING_MS : false),
  });
  if (error && !data) return <ErrorState title="This offer could not be loaded" error={error} onRetry={() => void refetch()} />;
  return data ? <Shown proposal={data} /> : <PageSkeleton />;
}

function Shown({ proposal }: { proposal: Proposal }) {
  const { offer, status, item: { id } } = proposal;
  const queries = useQueryClient();
  const me = useMe();
  const show = (shown: Proposal) => {
    queries.setQueryData(proposalQuery(id).queryKey, shown);
    for (const key of ['proposals', 'invoices', 'invoice', 'standing']) void queries.invalidateQueries({ queryKey: [key] });
  };
  const doors = {
    accept: (order: Parameters<typeof acceptProposal>[1], key: string) => acceptProposal(id, order, key),
    reject: (order: Parameters<typeof rejectProposal>[1]) => rejectProposal(id, order),
    onShown: (shown: Proposal) => (show(shown), window.scrollTo({ top: 0 })), onStale: () => void queries.invalidateQueries({ queryKey: proposalQuery(id).queryKey }),
  };
  return (
    <>
      <PageHead
        title={offer.title}
        note={status === 'sent' && offer.valid_until !== null ? <>Valid until <Day value={offer.valid_until} time /></> : undefined}
        back={<TextLink to="/proposals" size="sm"><IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All offers</TextLink>}
        actions={
          <Group gap="sm">
            <ProposalStatus status={status} />
            <DownloadButton kind="pdf" href={`/api/app/proposals/${id}/pdf`}>Download PDF</DownloadButton>
          </Group>
        }
      />
      <div className={status === 'sent' ? 'pd-columns' : 'pd-columns pd-columns-swap'}>
        <ProposalPaper offer={offer} />
        <Stack gap="lg" aria-live="polite">
          <Decided status={status} offer={offer} />
          {status === 'sent' && <Decide key={offer.document_hash} offer={offer} signer={me.user.name} doors={doors} />}
          <PayFirst offer={offer} openKey={['proposal', id]} pay={(consent) => payProposal(id, consent)} returnUrl={`${location.origin}${location.pathname}`}
            onDone={async () => show(await confirmProposal(id))} />
          <StageInvoices offer={offer} name={(invoice) => <TextLink to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }} size="sm" underline="always">{invoice.invoice_number}</TextLink>} />
        </Stack>
      </div>
    </>
  );
}
