import { Chip, Group, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import { PageHead } from './page.js';

export interface Filter {
  /** Empty for "all". */
  value: string;
  label: string;
}

interface ListPageProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  /** Lists that can be searched say by what. */
  searchLabel?: string;
  search?: string;
  onSearch?: (search: string) => void;
  filters: readonly Filter[];
  filter: string;
  onFilter: (value: string) => void;
  children: ReactNode;
}

/** Every list: a search ("/" jumps there) and filter chips. Both live in the address, so a list can be sent to somebody. */
export function ListPage(props: ListPageProps) {
  return (
    <Stack gap="md">
      <PageHead title={props.title} note={props.note} actions={props.actions} />
      <Group gap="md" justify="space-between">
        <Filters filters={props.filters} filter={props.filter} onFilter={props.onFilter} />
        {props.searchLabel && props.onSearch && <Search label={props.searchLabel} search={props.search ?? ''} onSearch={props.onSearch} />}
      </Group>
      {props.children}
    </Stack>
  );
}

function Filters({ filters, filter, onFilter }: Pick<ListPageProps, 'filters' | 'filter' | 'onFilter'>) {
  return (
    <Chip.Group value={filter} onChange={(value) => onFilter(String(value))}>
      <Group gap={8} role="radiogroup" aria-label="Show">
        {filters.map(({ value, label }) => (
          <Chip key={value} value={value} variant="outline" size="sm" radius="xl" color="var(--pd-brand-text)">
            {label}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

function Search({ label, search, onSearch }: { label: string; search: string; onSearch: (search: string) => void }) {
  const [typed, setTyped] = useState(search);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(onSearch, 300);
  useHotkeys([['/', () => input.current?.focus()]]);
  const [told, setTold] = useState(search);
  // Back and forward change the address without typing.
  if (search !== told) {
    setTold(search);
    if (search !== typed.trim()) setTyped(search);
  }
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      w={{ base: '100%', xs: 280 }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
    />
  );
}
