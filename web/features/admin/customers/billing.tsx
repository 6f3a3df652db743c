import { Alert, Button, Checkbox, Group, NumberInput, Paper, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { changeBilling, type BillingChange } from '../../../api.js';
import { isAdmin, useMe } from '../../../app/session.js';
import { customerQuery } from '../../../ui/customers/queries.js';
import { Day } from '../../../ui/day.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { Money } from '../../../ui/money.js';
import type { Customer } from '../../../wire.js';

type Frequency = Customer['billing']['billing_frequency'];
type Method = Customer['billing']['payment_method'];

const frequencies: readonly { value: Frequency; label: string }[] = [
  { value: 'monthly', label: 'Every month' },
  { value: 'quarterly', label: 'Every quarter' },
  { value: 'annual', label: 'Every year' },
  { value: 'one_time', label: 'Nothing recurs' },
];

const methods: readonly { value: Method; label: string }[] = [
  { value: 'manual', label: 'By hand' },
  { value: 'stripe', label: 'Online' },
  { value: 'credit_card', label: 'Credit card' },
  { value: 'bank_transfer', label: 'Bank transfer' },
  { value: 'paypal', label: 'PayPal' },
];

const labelOf = <T extends string>(list: readonly { value: T; label: string }[], value: T) => list.find((one) => one.value === value)?.label ?? value;

/** How a customer is billed by itself. Staff sees it, an admin changes it. */
export function Billing({ customer }: { customer: Customer }) {
  const me = useMe();
  const [editing, setEditing] = useState(false);
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby="billing">
      <Group justify="space-between" mb="md">
        <Title order={2} id="billing">
          Billing
        </Title>
        {!editing && isAdmin(me) && customer.archived_at === null && (
          <Button variant="default" size="sm" aria-label="Edit billing" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )}
      </Group>
      {editing ? <BillingForm customer={customer} onDone={() => setEditing(false)} /> : <Shown customer={customer} />}
    </Paper>
  );
}

function Shown({ customer: { billing, balance } }: { customer: Customer }) {
  const recurs = billing.monthly_fee > 0 && billing.billing_frequency !== 'one_time';
  return (
    <Stack gap={6}>
      <Fact label="Fee">{recurs ? <><Money amount={billing.monthly_fee} currency={billing.currency} /> a month</> : 'None'}</Fact>
      <Fact label="Billed">
        {labelOf(frequencies, billing.billing_frequency)}
        {recurs && `, on day ${billing.billing_day}`}
      </Fact>
      {balance.next_billing_date !== null && (
        <Fact label="Next bill">
          <Day value={balance.next_billing_date} />
        </Fact>
      )}
      <Fact label="Tax">{billing.tax_percent} %</Fact>
      <Fact label="To be paid within">{billing.payment_terms_days === 0 ? 'the same day' : `${billing.payment_terms_days} days`}</Fact>
      <Fact label="Pays">{labelOf(methods, billing.payment_method)}</Fact>
      <Fact label="Charged automatically">{chargedBy(billing)}</Fact>
    </Stack>
  );
}

function chargedBy({ auto_charge: auto, charge_consent_at: consent }: Customer['billing']): ReactNode {
  if (!auto) return 'No';
  if (consent === null) return 'Not yet: the customer has not allowed a card';
  return (
    <>
      Yes, allowed <Day value={consent} />
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
      <Text component="span" c="dimmed" size="sm">
        {label}
      </Text>
      <Text component="span" size="sm" fw={500} ta="right">
        {children}
      </Text>
    </Group>
  );
}

function BillingForm({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<BillingChange>({});
  const value = { ...customer.billing, ...typed };
  const type = (change: BillingChange) => setTyped((old) => ({ ...old, ...change }));
  const save = useMutation({
    mutationFn: () => changeBilling(customer.id, typed),
    onSuccess: async (saved) => {
      queries.setQueryData(customerQuery(customer.id).queryKey, saved);
      onDone();
      await Promise.all([queries.invalidateQueries({ queryKey: ['customer', customer.id, 'history'] }), queries.invalidateQueries({ queryKey: ['stats'] })]);
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
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput label={`Monthly fee (${value.currency})`} min={0} decimalScale={2} hideControls required value={value.monthly_fee} onChange={(fee) => type({ monthly_fee: Number(fee) || 0 })} />
          <Select label="Billed" data={frequencies} allowDeselect={false} value={value.billing_frequency} onChange={(word) => type({ billing_frequency: frequencies.find((one) => one.value === word)?.value })} />
          <NumberInput
            label="Billing day"
            description="31 is the last day of shorter months."
            min={1}
            max={31}
            allowDecimal={false}
            hideControls
            required
            value={value.billing_day}
            onChange={(day) => type({ billing_day: Number(day) || 1 })}
          />
          <NumberInput
            label="Days to pay"
            description="From the day of the bill."
            min={0}
            max={3650}
            allowDecimal={false}
            hideControls
            required
            value={value.payment_terms_days}
            onChange={(days) => type({ payment_terms_days: Number(days) || 0 })}
          />
          <NumberInput label="Tax (%)" min={0} max={100} decimalScale={4} hideControls required value={value.tax_percent} onChange={(percent) => type({ tax_percent: Number(percent) || 0 })} />
          <Select label="Pays" data={methods} allowDeselect={false} value={value.payment_method} onChange={(word) => type({ payment_method: methods.find((one) => one.value === word)?.value })} />
        </SimpleGrid>
        <Checkbox
          label="Charge the allowed card on the due day"
          description={value.charge_consent_at === null ? 'Begins when the customer allows a card, with an offer or a payment.' : undefined}
          checked={value.auto_charge}
          onChange={(event) => type({ auto_charge: event.currentTarget.checked })}
        />
        <FormFoot go="Save" busy={save.isPending} ready={Object.keys(typed).length > 0} onCancel={onDone} />
      </Stack>
    </form>
  );
}
