import { Alert, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { openCustomer } from '../../../api.js';
import { setupQuery } from '../../../app/session.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { Step } from './step.js';

/** Whoever is opened here is whom the next step bills. */
export function CustomerStep({ done }: { done: boolean }) {
  const queries = useQueryClient();
  const navigate = useNavigate({ from: '/admin/setup' });
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const open = useMutation({
    mutationFn: () => openCustomer({ name: name.trim(), email: email.trim() }),
    onSuccess: async ({ id }) => {
      setName('');
      setEmail('');
      await navigate({ search: { customer: id }, replace: true });
      await queries.invalidateQueries({ queryKey: setupQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!open.isPending) open.mutate();
  };
  return (
    <Step id="customer" title={done ? 'Another customer' : 'Your first customer'} note="Letters and invoices go to this address." done={done}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {open.error && <Alert color="red" variant="light" role="alert" title={open.error.message} />}
          {open.isSuccess && <Alert color="spruce" variant="light" aria-live="polite" title={`${open.data.name} is in the book`} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label="Customer’s name" required maxLength={200} autoComplete="off" value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <TextInput label="Customer’s e-mail" type="email" required maxLength={254} autoComplete="off" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
          </SimpleGrid>
          <FormFoot go="Add the customer" busy={open.isPending} />
        </Stack>
      </form>
    </Step>
  );
}
