import { Alert, NumberInput, Paper, SimpleGrid, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeSettings } from '../../../api.js';
import { configQuery, setupQuery } from '../../../app/session.js';
import { fieldErrors, saidAbove } from '../../../ui/field-errors.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import { useSave } from '../../../ui/use-save.js';
import type { Setup } from '../../../wire.js';
import { readDays } from './days.js';
import { ofRules } from './setting-sentences.js';

const NUMBERS = ['invoice_due_days', 'charge_notice_days', 'cancellation_notice_hours', 'late_cancellation_fee', 'points_per_dollar', 'points_expire_months'] as const;
type NumberRule = (typeof NUMBERS)[number];

/** The settings under their own names; numbers and days as they are typed. */
type Typed = ReturnType<typeof typedFrom>;

/** How the business deals with its customers: when they pay, are reminded, may cancel, and what they earn. */
export function HouseRules({ settings }: { settings: Setup['settings'] }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => typedFrom(settings));
  const days = readDays(typed.reminder_days);
  const set = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  const wish = days && { ...typed, ...numbersIn(typed), reminder_days: days, receipt_footer: typed.receipt_footer.trim() };
  const save = useSave(wish ?? undefined, changeSettings, () => Promise.all([setupQuery, configQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey }))));
  const wrong = fieldErrors(save.error, ofRules);
  const number = (key: NumberRule, label: string, description: string, max: number) => (
    <NumberInput label={label} error={wrong[key]} description={description} min={0} max={max} allowDecimal={false} hideControls value={typed[key]} onChange={(value) => set({ [key]: value })} />
  );
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="rules">
      <Title order={2} id="rules">
        House rules
      </Title>
      <Text c="dimmed" size="sm" mb="md">
        They hold from now on: what was billed or cancelled before stays as it is, and invoices keep the rate at which they earn points.
      </Text>
      <form onSubmit={save.submit}>
        <Stack gap="md">
          {save.error && <Alert color="red" variant="light" role="alert" title={saidAbove(save.error, wrong)} />}
          {save.saved && <Alert color="spruce" variant="light" aria-live="polite" title="The rules are saved" />}
          <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="md">
            {number('invoice_due_days', 'Invoices are due after (days)', '0: on the day they are issued.', 365)}
            <TextInput
              label="Reminders (days after the due day)"
              description="Rising, with commas; empty: nobody is reminded."
              value={typed.reminder_days}
              onChange={(event) => set({ reminder_days: event.currentTarget.value })}
              error={days ? wrong.reminder_days : ofRules.reminder_days}
            />
            {number('charge_notice_days', 'Notice before a card is charged (days)', '0: a card is charged without being announced.', 30)}
            {number('cancellation_notice_hours', 'Visits are cancelled freely until (hours before)', '0: up to the visit.', 720)}
            <NumberInput
              label={`Fee for cancelling late (${settings.currency})`}
              description="0: cancelling late is refused."
              min={0}
              max={10_000}
              decimalScale={decimalsOf(settings.currency)}
              fixedDecimalScale
              hideControls
              error={wrong.late_cancellation_fee}
              value={typed.late_cancellation_fee}
              onChange={(fee) => set({ late_cancellation_fee: fee })}
            />
            {number('points_per_dollar', `Points for each ${formatMoney(100 / 10 ** decimalsOf(settings.currency), settings.currency)} paid`, '0: none are earned.', 1_000)}
            {number('points_expire_months', 'Points expire after (months)', '0: never. Holds for points that were earned before, too.', 120)}
            <Textarea label="Closing lines of receipts" error={wrong.receipt_footer} rows={2} maxLength={1_000} value={typed.receipt_footer} onChange={(event) => set({ receipt_footer: event.currentTarget.value })} />
          </SimpleGrid>
          <Switch label="Customers may see figures of the whole portal" checked={typed.portal_figures_for_customers} onChange={(event) => set({ portal_figures_for_customers: event.currentTarget.checked })} />
          <FormFoot go="Save the rules" busy={save.busy} ready={days !== null} />
        </Stack>
      </form>
    </Paper>
  );
}

function typedFrom(settings: Setup['settings']) {
  const { reminder_days: days, receipt_footer, portal_figures_for_customers } = settings;
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, settings[name]])) as Record<NumberRule, number | string>;
  return { ...numbers, reminder_days: days.join(', '), receipt_footer, portal_figures_for_customers };
}

/** An empty field means 0. */
function numbersIn(typed: Typed) {
  return Object.fromEntries(NUMBERS.map((name) => [name, Number(typed[name]) || 0])) as Record<NumberRule, number>;
}
