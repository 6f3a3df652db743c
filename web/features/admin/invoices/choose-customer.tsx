import { Paper, Select, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { customerListQuery, customerQuery } from '../../../ui/customers/queries.js';

interface Named { id: string; name: string; company_name: string | null; email: string }

const labelOf = (customer: Named) => `${customer.company_name ?? customer.name} · ${customer.email}`;

/** Whom a bill is for, found by any part of a name or an address. */
export function ChooseCustomer({ customerId, onChoose }: { customerId: string; onChoose: (id: string) => void }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 250);
  const chosen = useQuery({ ...customerQuery(customerId), enabled: customerId !== '' }).data;
  const known = chosen && typed === labelOf(chosen);
  const list = useInfiniteQuery(customerListQuery({ search: known ? '' : search })).data?.pages[0]?.items ?? [];
  const all: readonly Named[] = chosen && !list.some(({ id }) => id === chosen.id) ? [chosen, ...list] : list;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="whom">
      <Title order={2} id="whom" mb="md">Whom it is for</Title>
      <Select
        label="Customer"
        required
        searchable
        placeholder="Search by name or e-mail"
        nothingFoundMessage="Nobody by that name"
        data={all.map((customer) => ({ value: customer.id, label: labelOf(customer) }))}
        filter={({ options }) => options}
        value={customerId === '' ? null : customerId}
        searchValue={typed}
        onSearchChange={setTyped}
        onChange={(id) => onChoose(id ?? '')}
      />
    </Paper>
  );
}
