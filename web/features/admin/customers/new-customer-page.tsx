import { Alert, Button, Group, Paper, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { openCustomer } from '../../../api.js';
import { BackLink } from '../../../ui/back-link.js';
import { ButtonLink } from '../../../ui/links.js';
import { PageHead } from '../../../ui/page.js';
import { changeOf, CustomerFields, type TypedFacts } from './customer-fields.js';

/** Somebody new to sell to. */
export function NewCustomerPage() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState<TypedFacts>({});
  const open = useMutation({
    mutationFn: () => {
      const { name = '', email = '', ...rest } = changeOf(typed);
      return openCustomer({ ...rest, name, email });
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['customers'] });
      await navigate({ to: '/admin/customers/$customerId', params: { customerId: id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!open.isPending) open.mutate();
  };
  return (
    <>
      <PageHead
        title="New customer"
        note="A company or a person. Bills and letters go to the billing e-mail."
        back={<BackLink to="/admin/customers">All customers</BackLink>}
      />
      <Paper p={{ base: 'md', sm: 'lg' }}>
        <form onSubmit={submit}>
          <Stack gap="md" maw={640}>
            {open.error && <Alert color="red" variant="light" role="alert" title={open.error.message} />}
            <CustomerFields typed={typed} onType={(change) => setTyped((old) => ({ ...old, ...change }))} />
            <Group>
              <Button type="submit" loading={open.isPending}>
                Add the customer
              </Button>
              <ButtonLink to="/admin/customers" variant="default">
                Cancel
              </ButtonLink>
            </Group>
          </Stack>
        </form>
      </Paper>
    </>
  );
}
