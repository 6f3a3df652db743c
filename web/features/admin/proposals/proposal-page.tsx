import { Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { BackLink } from '../../../ui/back-link.js';
import { Day } from '../../../ui/day.js';
import { DownloadButton } from '../../../ui/download-button.js';
import { ErrorState } from '../../../ui/error-state.js';
import { TextLink } from '../../../ui/links.js';
import { PageHead } from '../../../ui/page.js';
import { Decided, StageInvoices } from '../../../ui/proposals/after.js';
import { ProposalPaper } from '../../../ui/proposals/proposal-paper.js';
import { ProposalStatus } from '../../../ui/proposals/proposal-status.js';
import { proposalQuery } from '../../../ui/proposals/queries.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Proposal } from '../../../wire.js';
import { Steps } from './steps.js';

/** One offer: what it says, how it stands, and what can be done with it. */
export function AdminProposalPage() {
  const { proposalId } = useParams({ from: '/signed-in/admin/proposals/$proposalId' });
  const { data, error, refetch } = useQuery(proposalQuery(proposalId));
  if (error && !data) return <ErrorState title="This offer could not be loaded" error={error} onRetry={() => void refetch()} />;
  return data ? <Shown proposal={data} /> : <PageSkeleton />;
}

function Shown({ proposal }: { proposal: Proposal }) {
  const { offer, status, item } = proposal;
  return (
    <>
      <PageHead
        title={offer.title}
        note={
          <>
            For <TextLink to="/admin/customers/$customerId" params={{ customerId: item.customer.id }} underline="always">{item.customer.name}</TextLink>
            {offer.sent_at !== null && <Said> · sent <Day value={offer.sent_at} time /></Said>}{offer.valid_until !== null && <Said> · valid until <Day value={offer.valid_until} time /></Said>}
          </>
        }
        back={<BackLink to="/admin/proposals">All offers</BackLink>}
        actions={
          <Group gap="sm">
            <ProposalStatus status={status} office />
            <DownloadButton kind="pdf" href={`/api/app/proposals/${item.id}/pdf`}>Download PDF</DownloadButton>
          </Group>
        }
      />
      <div className="pd-columns">
        <ProposalPaper offer={offer} />
        <Stack gap="lg">
          <Decided status={status} offer={offer} to="business" />
          <Steps proposal={proposal} />
          <StageInvoices offer={offer} name={(invoice) => <TextLink to="/admin/invoices/$invoiceId" params={{ invoiceId: invoice.id }} size="sm" underline="always">{invoice.invoice_number}</TextLink>} />
          <Evidence proposal={proposal} />
        </Stack>
      </div>
    </>
  );
}

/** Stays together where the line breaks. */
const Said = ({ children }: { children: ReactNode }) => <span style={{ display: 'inline-block', whiteSpace: 'pre' }}>{children}</span>;

const channels: Record<string, string> = { link: 'Behind the mailed link', app: 'Signed in', on_behalf: 'By the business' };

/** How we know of a decision. */
function Evidence({ proposal: { office, offer } }: { proposal: Proposal }) {
  if (!office?.evidence || !offer.decision) return null;
  const { evidence } = office;
  const facts = [
    ['Name', offer.decision.signer_name ?? '–'], ['Where', channels[evidence.channel] ?? evidence.channel], ['Network address', evidence.ip ?? '–'], ['Browser', evidence.user_agent ?? '–'],
    ['Later stages', offer.decision.charge_consent ? 'May be charged to the card' : 'Paid one by one'], ['Document', evidence.document_hash],
  ] as const;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="evidence">
      <Title order={2} id="evidence" mb="sm">Evidence</Title>
      <Table horizontalSpacing={0} verticalSpacing={6} layout="fixed">
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w="38%" fw={400} c="dimmed" style={{ verticalAlign: 'top' }}>{name}</Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}><Text size="sm" component="span">{value}</Text></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
