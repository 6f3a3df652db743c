import { ActionIcon, Button, Group, NumberInput, Paper, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { decimalsOf, formatMoney, Money } from '../../../ui/money.js';
import type { Invoice } from '../../../wire.js';
import classes from './draft-form.module.css';
import { totalsOf, type Totals, type TypedLine } from './draft-totals.js';

/** A draft as the server takes it. */
export interface DraftContent {
  lines: { description: string; quantity: number; unit_price: number; tax_percent: number }[];
  memo: string | null;
  milestone: string | null;
  due_date: string | null;
  infrastructure_costs: number;
  infrastructure_tax_percent: number;
}

interface DraftFormProps {
  draft?: Invoice;
  currency: string;
  /** The rate a new line begins with. */
  tax: number;
  /** Above the lines: whom it is for. */
  children?: ReactNode;
  error?: ReactNode;
  actions: (ready: boolean) => ReactNode;
  onSubmit: (content: DraftContent, button: string) => void;
}

/** Lines, costs, milestone and day of a bill, with what it comes to as one types. */
export function DraftForm({ draft, currency, tax, children, error, actions, onSubmit }: DraftFormProps) {
  const form = useDraft(draft, tax);
  const totals = totalsOf(form.lines, Number(form.costs) || 0, Number(form.costsTax) || 0, decimalsOf(currency));
  const ready = form.lines.every((line) => line.description.trim() !== '' && Number(line.quantity) >= 1 && line.price !== '') && totals.total >= 0;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const button = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    if (ready) onSubmit(contentOf(form), button?.value ?? '');
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="pd-columns">
        <Stack gap="lg">
          {children}
          <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="lines">
            <Title order={2} id="lines" mb="md">What this is for</Title>
            <Stack gap="lg">
              {form.lines.map((line, place) => (
                <Line key={line.key} line={line} place={place} alone={form.lines.length === 1} currency={currency} onChange={(change) => form.change(line.key, change)} onRemove={() => form.remove(line.key)} />
              ))}
              <Group>
                <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={form.add}>Add a line</Button>
              </Group>
            </Stack>
          </Paper>
          <More form={form} currency={currency} />
        </Stack>
        <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="totals">
          <Title order={2} id="totals" mb="md">Total</Title>
          <Sums totals={totals} currency={currency} />
          <Stack gap="sm" mt="lg">
            {error}
            {actions(ready)}
            {!ready && <Text size="sm" c="dimmed">Every line needs a description and a price.</Text>}
          </Stack>
        </Paper>
      </div>
    </form>
  );
}

type Draft = ReturnType<typeof useDraft>;

function useDraft(draft: Invoice | undefined, tax: number) {
  const [next, setNext] = useState(draft?.lines.length ?? 1);
  const [lines, setLines] = useState<TypedLine[]>(() => draft?.lines.map((line, key) => ({ key, description: line.description, quantity: line.quantity, price: line.unit_price, tax: line.tax_percent })) ?? [emptyLine(0, tax)]);
  const [memo, setMemo] = useState(draft?.memo ?? '');
  const [milestone, setMilestone] = useState(draft?.milestone ?? '');
  const [dueDate, setDueDate] = useState(draft?.due_date ?? '');
  const [costs, setCosts] = useState<number | string>(draft?.infrastructure_costs ?? 0);
  const [costsTax, setCostsTax] = useState<number | string>(draft?.infrastructure_tax_percent ?? tax);
  return {
    lines, memo, setMemo, milestone, setMilestone, dueDate, setDueDate, costs, setCosts, costsTax, setCostsTax,
    change: (key: number, change: Partial<TypedLine>) => setLines((old) => old.map((line) => (line.key === key ? { ...line, ...change } : line))),
    remove: (key: number) => setLines((old) => old.filter((line) => line.key !== key)),
    add: () => {
      setLines((old) => [...old, emptyLine(next, Number(old.at(-1)?.tax ?? tax))]);
      setNext(next + 1);
    },
  };
}

const emptyLine = (key: number, tax: number): TypedLine => ({ key, description: '', quantity: 1, price: '', tax });

function contentOf(form: Draft): DraftContent {
  return {
    lines: form.lines.map((line) => ({ description: line.description.trim(), quantity: Number(line.quantity), unit_price: Number(line.price), tax_percent: Number(line.tax) || 0 })),
    memo: form.memo.trim() || null, milestone: form.milestone.trim() || null, due_date: form.dueDate || null,
    infrastructure_costs: Number(form.costs) || 0, infrastructure_tax_percent: Number(form.costsTax) || 0,
  };
}

interface LineProps {
  line: TypedLine;
  place: number;
  alone: boolean;
  currency: string;
  onChange: (change: Partial<TypedLine>) => void;
  onRemove: () => void;
}

function Line({ line, place, alone, currency, onChange, onRemove }: LineProps) {
  const name = `Line ${place + 1}`;
  return (
    <div className={classes['line']} role="group" aria-label={name}>
      <TextInput className={classes['what']} label="Description" required maxLength={500} value={line.description} autoFocus={place > 0 && line.description === ''} onChange={(event) => onChange({ description: event.currentTarget.value })} />
      <NumberInput label="Quantity" required min={1} max={1_000_000} allowDecimal={false} allowNegative={false} hideControls value={line.quantity} onChange={(quantity) => onChange({ quantity })} />
      <NumberInput label="Price" required decimalScale={decimalsOf(currency)} thousandSeparator="," hideControls value={line.price} onChange={(price) => onChange({ price })} />
      <NumberInput label="Tax (%)" min={0} max={100} decimalScale={4} allowNegative={false} hideControls value={line.tax} onChange={(tax) => onChange({ tax })} />
      <ActionIcon className={classes['remove']} variant="subtle" color="gray" size={36} disabled={alone} aria-label={`Remove line ${place + 1}`} onClick={onRemove}>
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function More({ form, currency }: { form: Draft; currency: string }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="more">
      <Title order={2} id="more" mb="md">More</Title>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput label={`Infrastructure costs (${currency.toUpperCase()})`} description="Servers, domains and the like" min={0} allowNegative={false} decimalScale={decimalsOf(currency)} thousandSeparator="," hideControls value={form.costs} onChange={form.setCosts} />
          <NumberInput label="Tax on them (%)" description="Also where they come later" min={0} max={100} decimalScale={4} allowNegative={false} hideControls value={form.costsTax} onChange={form.setCostsTax} />
          <TextInput label="Milestone" description="What this part of the work is called" maxLength={200} value={form.milestone} onChange={(event) => form.setMilestone(event.currentTarget.value)} />
          <TextInput type="date" label="Due day" description="The usual number of days when empty" value={form.dueDate} onChange={(event) => form.setDueDate(event.currentTarget.value)} />
        </SimpleGrid>
        <Textarea label="Note on the invoice" maxLength={1_000} autosize minRows={2} value={form.memo} onChange={(event) => form.setMemo(event.currentTarget.value)} />
      </Stack>
    </Paper>
  );
}

function Sums({ totals, currency }: { totals: Totals; currency: string }) {
  return (
    <Stack gap={6} fz="sm" aria-live="polite">
      <Row label="Lines" amount={totals.subtotal} currency={currency} />
      {totals.costs > 0 && <Row label="Infrastructure" amount={totals.costs} currency={currency} />}
      <Row label="Tax" amount={totals.tax} currency={currency} />
      <hr className="pd-dashed" />
      <Group justify="space-between" fw={700} fz="lg">
        <span>Total</span>
        <span>{formatMoney(totals.total, currency)}</span>
      </Group>
    </Stack>
  );
}

function Row({ label, amount, currency }: { label: string; amount: number; currency: string }) {
  return (
    <Group justify="space-between">
      <span>{label}</span>
      <Money amount={amount} currency={currency} />
    </Group>
  );
}
