import { Alert, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { changeProposal } from '../../../api-proposals.js';
import { useConfig } from '../../../app/session.js';
import { BackLink } from '../../../ui/back-link.js';
import { ErrorState } from '../../../ui/error-state.js';
import { onYellow } from '../../../ui/on-yellow.js';
import { PageHead } from '../../../ui/page.js';
import { proposalQuery } from '../../../ui/proposals/queries.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Proposal } from '../../../wire.js';
import { ProposalForm } from './proposal-form.js';
import { typedOf, type Written } from './typed-proposal.js';

/** An offer that nobody has decided yet is written anew. */
export function EditProposalPage() {
  const { proposalId } = useParams({ from: '/signed-in/admin/proposals/$proposalId/edit' });
  const { data, error, refetch } = useQuery(proposalQuery(proposalId));
  if (error && !data) return <ErrorState title="This offer could not be loaded" error={error} onRetry={() => void refetch()} />;
  return data ? <Edit key={data.offer.version} proposal={data} /> : <PageSkeleton />;
}

function Edit({ proposal }: { proposal: Proposal }) {
  const { business: { time_zone: zone } } = useConfig();
  const { id, customer } = proposal.item;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: ({ written, status }: { written: Written; status?: 'sent' }) => changeProposal(id, { ...written, ...(status && { status }) }),
    onSuccess: async () => {
      for (const key of ['proposals', 'proposal']) await queries.invalidateQueries({ queryKey: [key] });
      await navigate({ to: '/admin/proposals/$proposalId', params: { proposalId: id } });
    },
  });
  const sent = proposal.status === 'sent';
  const busy = (status: 'sent' | undefined) => save.isPending && save.variables.status === status;
  return (
    <>
      <PageHead title="Change the offer" back={<BackLink to="/admin/proposals/$proposalId" params={{ proposalId: id }}>{proposal.offer.title}</BackLink>} />
      {sent && (
        <Alert color="yellow" variant="light" styles={onYellow} title="It was sent already" mb="md">
          <Text size="sm">{customer.name} gets the changed offer by mail. The text sent before can no longer be accepted.</Text>
        </Alert>
      )}
      <ProposalForm
        initial={typedOf(proposal, zone)}
        customer={() => <Text>For <b>{customer.name}</b></Text>}
        customerName={customer.name}
        ready
        error={save.error}
        buttons={sent
          ? [{ label: 'Save and send anew', primary: true, busy: busy(undefined), go: (written) => save.mutate({ written }) }]
          : [{ label: 'Save draft', busy: busy(undefined), go: (written) => save.mutate({ written }) }, { label: 'Save and send', primary: true, busy: busy('sent'), go: (written) => save.mutate({ written, status: 'sent' }) }]}
      />
    </>
  );
}
