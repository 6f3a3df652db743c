import { Alert, NumberInput, Paper, SimpleGrid, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { changeSettings } from '../../../api.js';
import { configQuery, setupQuery } from '../../../app/session.js';
import { fieldErrors, saidAbove } from '../../../ui/field-errors.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { decimalsOf } from '../../../ui/money.js';
import type { Setup } from '../../../wire.js';
import { readDays } from './days.js';
import { ofRules } from './setting-sentences.js';

type Rules = ReturnType<typeof typedFrom>;

/** How the business deals with its customers: when they pay, are reminded, may cancel, and what they earn. */
export function HouseRules({ settings }: { settings: Setup['settings'] }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Rules>(() => typedFrom(settings));
  const days = readDays(typed.reminders);
  const set = (part: Partial<Rules>) => {
    save.reset();
    setTyped({ ...typed, ...part });
  };
  const save = useMutation({
    mutationFn: () =>
      changeSettings({
        invoice_due_days: Number(typed.due) || 0, reminder_days: days ?? [], charge_notice_days: Number(typed.notice) || 0,
        cancellation_notice_hours: Number(typed.cancelBefore) || 0, late_cancellation_fee: Number(typed.fee) || 0,
        points_per_dollar: Number(typed.points) || 0, points_expire_months: Number(typed.expiry) || 0,
        receipt_footer: typed.footer.trim(), portal_figures_for_customers: typed.figures,
      }),
    onSuccess: () => Promise.all([setupQuery, configQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey }))),
  });
  const wrong = fieldErrors(save.error, ofRules);
  const fieldOf = { due: 'invoice_due_days', notice: 'charge_notice_days', cancelBefore: 'cancellation_notice_hours', points: 'points_per_dollar', expiry: 'points_expire_months' } as const;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending && days) save.mutate();
  };
  const number = (key: 'due' | 'notice' | 'cancelBefore' | 'points' | 'expiry', label: string, description: string, max: number) => (
    <NumberInput label={label} error={wrong[fieldOf[key]]} description={description} min={0} max={max} allowDecimal={false} hideControls value={typed[key]} onChange={(value) => set({ [key]: value })} />
  );
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="rules">
      <Title order={2} id="rules">
        House rules
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        They hold from now on: what was billed or cancelled before stays as it is, and invoices keep the rate at which they earn points.
      </Text>
      <form onSubmit={submit}>
        <Stack gap="md">
          {save.error && <Alert color="red" variant="light" role="alert" title={saidAbove(save.error, wrong)} />}
          {save.isSuccess && <Alert color="spruce" variant="light" aria-live="polite" title="The rules are saved" />}
          <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="md">
            {number('due', 'Invoices are due after (days)', '0: on the day they are issued.', 365)}
            <TextInput
              label="Reminders (days after the due day)"
              description="Rising, with commas; empty: nobody is reminded."
              value={typed.reminders}
              onChange={(event) => set({ reminders: event.currentTarget.value })}
              error={days ? wrong.reminder_days : ofRules.reminder_days}
            />
            {number('notice', 'Notice before a card is charged (days)', '0: a card is charged without being announced.', 30)}
            {number('cancelBefore', 'Visits are cancelled freely until (hours before)', '0: up to the visit.', 720)}
            <NumberInput
              label={`Fee for cancelling late (${settings.currency})`}
              description="0: cancelling late is refused."
              min={0}
              max={10_000}
              decimalScale={decimalsOf(settings.currency)}
              fixedDecimalScale
              hideControls
              error={wrong.late_cancellation_fee}
              value={typed.fee}
              onChange={(fee) => set({ fee })}
            />
            {number('points', 'Points for each whole unit of money paid', '0: none are earned.', 1_000)}
            {number('expiry', 'Points expire after (months)', '0: never. Holds for points that were earned before, too.', 120)}
            <Textarea label="Closing lines of receipts" error={wrong.receipt_footer} rows={2} maxLength={1_000} value={typed.footer} onChange={(event) => set({ footer: event.currentTarget.value })} />
          </SimpleGrid>
          <Switch label="Customers may see figures of the whole portal" checked={typed.figures} onChange={(event) => set({ figures: event.currentTarget.checked })} />
          <FormFoot go="Save the rules" busy={save.isPending} ready={days !== null} />
        </Stack>
      </form>
    </Paper>
  );
}

function typedFrom(settings: Setup['settings']) {
  return {
    due: settings.invoice_due_days as number | string, reminders: settings.reminder_days.join(', '), notice: settings.charge_notice_days as number | string,
    cancelBefore: settings.cancellation_notice_hours as number | string, fee: settings.late_cancellation_fee as number | string,
    points: settings.points_per_dollar as number | string, expiry: settings.points_expire_months as number | string,
    footer: settings.receipt_footer, figures: settings.portal_figures_for_customers,
  };
}
