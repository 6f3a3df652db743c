import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { listCustomers, readCustomer } from '../../../api.js';
import { writeProposal } from '../../../api-proposals.js';
import { customerName } from '../../../ui/customers/customer-status.js';
import { TextLink } from '../../../ui/links.js';
import { PageHead } from '../../../ui/page.js';
import { ProposalForm } from './proposal-form.js';
import { newProposal, type Written } from './typed-proposal.js';

/** A new offer for one of the customers. */
export function NewProposalPage() {
  const { customer: given } = useSearch({ from: '/signed-in/admin/proposals/new' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(given ?? null);
  const named = useQuery({ queryKey: ['customer', chosen], queryFn: ({ signal }) => readCustomer(chosen ?? '', signal), enabled: chosen !== null });
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
      <PageHead title="New offer" back={<TextLink to="/admin/proposals" size="sm"><IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> All offers</TextLink>} />
      <ProposalForm
        initial={newProposal()}
        customer={(tried) => <CustomerChoice value={chosen} name={named.data ? customerName(named.data) : null} missing={tried && chosen === null} onChange={setChosen} />}
        customerName={named.data ? customerName(named.data) : 'the customer'}
        ready={chosen !== null}
        error={write.error}
        buttons={[{ label: 'Save draft', busy: busy('draft'), go: go('draft') }, { label: 'Save and send', primary: true, busy: busy('sent'), go: go('sent') }]}
      />
    </>
  );
}

function CustomerChoice({ value, name, missing, onChange }: { value: string | null; name: string | null; missing: boolean; onChange: (id: string | null) => void }) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 250);
  const wanted = settled === name ? '' : settled.trim();
  const found = useQuery({ queryKey: ['customers', 'choice', wanted], queryFn: ({ signal }) => listCustomers(wanted === '' ? {} : { search: wanted }, null, signal), placeholderData: (old) => old });
  const options = (found.data?.items ?? []).map((customer) => ({ value: customer.id, label: customerName(customer) }));
  const data = value !== null && name !== null && !options.some((option) => option.value === value) ? [{ value, label: name }, ...options] : options;
  return (
    <Select label="Customer" placeholder="Search by name" searchable clearable openOnFocus={false} data={data} filter={({ options: all }) => all} value={value} searchValue={search} onSearchChange={setSearch} onChange={onChange}
      error={missing ? 'Choose a customer' : null} nothingFoundMessage={found.isPending ? 'Searching' : 'Nobody matches'} comboboxProps={{ withinPortal: true }} />
  );
}
