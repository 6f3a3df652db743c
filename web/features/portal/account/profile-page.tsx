import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changeProfile, readProfile } from '../../../api.js';
import { useMe } from '../../../app/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { TextLink } from '../../../ui/links.js';
import { PageHead } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { Profile } from '../../../wire.js';
import { NoAccountBook } from '../no-account-book.js';

const profileQuery = queryOptions({ queryKey: ['profile'], queryFn: ({ signal }) => readProfile(signal) });

/** How the business reaches its customer. */
export function ProfilePage() {
  return useMe().customer ? <OwnProfile /> : <NoAccountBook title="Profile" />;
}

function OwnProfile() {
  const { data: profile, error, refetch } = useQuery(profileQuery);
  return (
    <>
      <PageHead title="Profile" note="How we reach you, and where we come to." />
      {profile && <ProfileForm key={profile.id} profile={profile} />}
      {!profile && error && <ErrorState title="Your profile could not be loaded" error={error} onRetry={() => void refetch()} />}
      {!profile && !error && <RowsSkeleton rows={5} />}
    </>
  );
}

type Field = 'name' | 'phone' | 'address_line1' | 'address_line2' | 'city' | 'state' | 'postal_code' | 'country';

const fields: readonly { name: Field; label: string; autoComplete: string }[] = [
  { name: 'name', label: 'Name', autoComplete: 'name' },
  { name: 'phone', label: 'Phone', autoComplete: 'tel' },
  { name: 'address_line1', label: 'Address', autoComplete: 'address-line1' },
  { name: 'address_line2', label: 'Apartment, suite', autoComplete: 'address-line2' },
  { name: 'city', label: 'City', autoComplete: 'address-level2' },
  { name: 'state', label: 'State or region', autoComplete: 'address-level1' },
  { name: 'postal_code', label: 'Postal code', autoComplete: 'postal-code' },
  { name: 'country', label: 'Country', autoComplete: 'country' },
];

function ProfileForm({ profile }: { profile: Profile }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Partial<Record<Field, string>>>({});
  const save = useMutation({
    mutationFn: () => changeProfile(changeOf(typed)),
    onSuccess: (saved) => {
      queries.setQueryData(profileQuery.queryKey, saved);
      setTyped({});
      return queries.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Paper p={{ base: 'md', sm: 'lg' }}>
      <form onSubmit={submit}>
        <Stack gap="md" maw={640}>
          {save.isSuccess && Object.keys(typed).length === 0 && <Alert color="spruce" variant="light" aria-live="polite" icon={<IconCircleCheck aria-hidden />} title="Saved" />}
          {save.error && <Alert color="red" variant="light" role="alert" title={save.error.message} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {fields.map(({ name, label, autoComplete }) => (
              <TextInput
                key={name}
                label={label}
                autoComplete={autoComplete}
                required={name === 'name'}
                maxLength={name === 'phone' ? 40 : 200}
                value={typed[name] ?? profile[name] ?? ''}
                onChange={({ currentTarget: { value } }) => setTyped((old) => ({ ...old, [name]: value }))}
              />
            ))}
          </SimpleGrid>
          <Text size="sm" c="dimmed">
            Letters and receipts go to {profile.email}. The address you sign in with is changed under <TextLink to="/security" size="sm" underline="always">Security</TextLink>.
          </Text>
          <Group>
            <Button type="submit" loading={save.isPending} disabled={Object.keys(typed).length === 0}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

/** An emptied field is taken away; the name cannot be. */
function changeOf({ name, ...others }: Partial<Record<Field, string>>): Parameters<typeof changeProfile>[0] {
  const rest = Object.fromEntries(Object.entries(others).map(([field, text]) => [field, text.trim() === '' ? null : text.trim()]));
  return { ...rest, ...(name !== undefined ? { name: name.trim() } : {}) };
}
