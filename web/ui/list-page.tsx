import { Group, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState, type ReactNode } from 'react';
import { Choices, type Choice } from './choices.js';
import { PageHead } from './page.js';

interface ListPageProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  /** Lists that can be searched say by what. */
  searchLabel?: string;
  search?: string;
  onSearch?: (search: string) => void;
  /** Their values are empty for "all". */
  filters: readonly Choice[];
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
        <Choices label="Show" choices={props.filters} value={props.filter} onChange={props.onFilter} />
        {props.searchLabel && props.onSearch && <Search label={props.searchLabel} search={props.search ?? ''} onSearch={props.onSearch} />}
      </Group>
      {props.children}
    </Stack>
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
