import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changeCustomer } from '../../../api.js';
import { customerQuery } from '../../../ui/customers/queries.js';
import { FormFoot } from '../../../ui/form-foot.js';
import type { Customer } from '../../../wire.js';
import { changeOf, CustomerFields, type TypedFacts } from './customer-fields.js';

/** How a customer is reached; changed in place. */
export function Facts({ customer }: { customer: Customer }) {
  const [editing, setEditing] = useState(false);
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby="facts">
      <Group justify="space-between" mb="md">
        <Title order={2} id="facts">
          Contact
        </Title>
        {!editing && customer.archived_at === null && (
          <Button variant="default" size="sm" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )}
      </Group>
      {editing ? <FactsForm customer={customer} onDone={() => setEditing(false)} /> : <Shown customer={customer} />}
    </Paper>
  );
}

function Shown({ customer }: { customer: Customer }) {
  const region = [customer.state, customer.postal_code].filter(Boolean).join(' ');
  const place = [customer.city, region].filter(Boolean).join(', ');
  const address = [customer.address_line1, customer.address_line2, place, customer.country].filter((line) => line !== null && line !== '');
  return (
    <Stack gap="sm">
      <div>
        <Text fw={600}>{customer.name}</Text>
        {customer.company_name !== null && <Text>{customer.company_name}</Text>}
      </div>
      <Text style={{ overflowWrap: 'anywhere' }}>{customer.email}</Text>
      {customer.phone !== null && <Text>{customer.phone}</Text>}
      {address.length > 0 && (
        <Text component="address" style={{ fontStyle: 'normal', whiteSpace: 'pre-line' }}>
          {address.join('\n')}
        </Text>
      )}
    </Stack>
  );
}

function FactsForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<TypedFacts>({});
  const save = useMutation({
    mutationFn: () => changeCustomer(customer.id, changeOf(typed)),
    onSuccess: async (saved) => {
      queries.setQueryData(customerQuery(customer.id).queryKey, saved);
      onDone();
      await Promise.all([queries.invalidateQueries({ queryKey: ['customers'] }), queries.invalidateQueries({ queryKey: ['customer', customer.id, 'history'] })]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {save.error && <Alert color="red" variant="light" role="alert" title={save.error.message} />}
        <CustomerFields typed={typed} known={customer} onType={(change) => setTyped((old) => ({ ...old, ...change }))} />
        <FormFoot go="Save" busy={save.isPending} onCancel={onDone} />
      </Stack>
    </form>
  );
}
