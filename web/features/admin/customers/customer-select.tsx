import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { customerName } from '../../../ui/customers/customer-status.js';
import { customerListQuery, customerQuery } from '../../../ui/customers/queries.js';
import type { CustomerSummary } from '../../../wire.js';

type Named = Pick<CustomerSummary, 'id' | 'name' | 'company_name' | 'email'>;

interface CustomerSelectProps {
  customerId: string | null;
  onChoose: (id: string | null) => void;
  error?: string | null;
}

const labelOf = (customer: Named) => `${customerName(customer)} · ${customer.email}`;

/** Whom it is for, found by any part of a name or an address. */
export function CustomerSelect({ customerId, onChoose, error }: CustomerSelectProps) {
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, 250);
  const chosen = useQuery({ ...customerQuery(customerId ?? ''), enabled: customerId !== null }).data;
  const search = chosen && settled === labelOf(chosen) ? '' : settled.trim();
  const found = useInfiniteQuery({ ...customerListQuery(search === '' ? {} : { search }), placeholderData: keepPreviousData });
  const list: readonly Named[] = found.data?.pages[0]?.items ?? [];
  const all = chosen && !list.some(({ id }) => id === chosen.id) ? [chosen, ...list] : list;
  return (
    <Select
      label="Customer"
      required
      searchable
      clearable
      openOnFocus={false}
      placeholder="Search by name or e-mail"
      nothingFoundMessage={found.isPending ? 'Searching' : 'Nobody matches'}
      data={all.map((customer) => ({ value: customer.id, label: labelOf(customer) }))}
      filter={({ options }) => options}
      value={customerId}
      searchValue={typed}
      error={error ?? found.error?.message}
      onSearchChange={setTyped}
      onChange={onChoose}
    />
  );
}
