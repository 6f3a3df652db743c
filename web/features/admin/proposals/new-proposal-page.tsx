import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { writeProposal } from '../../../api-proposals.js';
import { BackLink } from '../../../ui/back-link.js';
import { customerName } from '../../../ui/customers/customer-status.js';
import { customerQuery } from '../../../ui/customers/queries.js';
import { PageHead } from '../../../ui/page.js';
import { CustomerSelect } from '../customers/customer-select.js';
import { ProposalForm } from './proposal-form.js';
import { newProposal, type Written } from './typed-proposal.js';

/** A new offer for one of the customers. */
export function NewProposalPage() {
  const { customer: given } = useSearch({ from: '/signed-in/admin/proposals/new' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(given ?? null);
  const named = useQuery({ ...customerQuery(chosen ?? ''), enabled: chosen !== null });
  const write = useMutation({
    mutationFn: ({ written, status }: { written: Written; status: 'draft' | 'sent' }) => writeProposal({ ...written, customer_id: chosen ?? '', status }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['proposals'] });
      await navigate({ to: '/admin/proposals/$proposalId', params: { proposalId: id } });
    },
  });
  const go = (status: 'draft' | 'sent') => (written: Written) => write.mutate({ written, status });
  const busy = (status: 'draft' | 'sent') => write.isPending && write.variables.status === status;
  return (
    <>
      <PageHead title="New offer" back={<BackLink to="/admin/proposals">All offers</BackLink>} />
      <ProposalForm
        initial={newProposal()}
        customer={(tried) => <CustomerSelect customerId={chosen} error={tried && chosen === null ? 'Choose a customer' : null} onChoose={setChosen} />}
        customerName={named.data ? customerName(named.data) : 'the customer'}
        ready={chosen !== null}
        error={write.error}
        buttons={[{ label: 'Save draft', busy: busy('draft'), go: go('draft') }, { label: 'Save and send', primary: true, busy: busy('sent'), go: go('sent') }]}
      />
    </>
  );
}
