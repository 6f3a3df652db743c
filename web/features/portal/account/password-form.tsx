import { Alert, Button, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changePassword } from '../../../api.js';
import { useMe } from '../../../app/session.js';
import { ApiError } from '../../../client.js';

/** A new password for whoever knows the old one. */
export function PasswordForm() {
  const { user } = useMe();
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      return queries.invalidateQueries({ queryKey: ['devices'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate();
  };
  const code = change.error instanceof ApiError ? change.error.code : undefined;
  const message = change.error?.message;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="password">
      <Title order={2} id="password" mb={4}>
        Password
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        All your other devices are signed out when you change it.
      </Text>
      <form onSubmit={submit}>
        <Stack gap="md" maw={420}>
          {change.isSuccess && <Alert color="spruce" variant="light" aria-live="polite" icon={<IconCircleCheck aria-hidden />} title="Your password is changed" />}
          {message !== undefined && code !== 'password_wrong' && code !== 'password_weak' && <Alert color="red" variant="light" role="alert" title={message} />}
          <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            required
            value={current}
            error={code === 'password_wrong' ? message : undefined}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the current password', tabIndex: 0 }}
          />
          <PasswordInput
            label="New password"
            description="At least 8 characters, and not one that everybody guesses."
            autoComplete="new-password"
            required
            value={next}
            error={code === 'password_weak' ? message : undefined}
            onChange={(event) => setNext(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the new password', tabIndex: 0 }}
          />
          <Group>
            <Button type="submit" loading={change.isPending}>
              Change the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
