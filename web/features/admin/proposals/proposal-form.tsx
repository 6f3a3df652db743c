import { Alert, Button, Group, NumberInput, Paper, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useConfig } from '../../../app/session.js';
import { decimalsOf } from '../../../ui/money.js';
import { ProposalPaper } from '../../../ui/proposals/proposal-paper.js';
import { amountsOf, sharesOf } from '../../../ui/proposals/schedule.js';
import type { ProposalText } from '../../../wire.js';
import { ScheduleEditor } from './schedule-editor.js';
import { amountOf, writtenOf, type TypedProposal, type Written } from './typed-proposal.js';

const CURRENCY = 'USD';

const centsOf = (total: number) => BigInt(Math.round(total * 10 ** decimalsOf(CURRENCY)));

interface ProposalFormProps {
  initial: TypedProposal;
  /** What stands above the title: whom it is for. */
  customer: (tried: boolean) => ReactNode;
  /** Whom the preview addresses. */
  customerName: string;
  /** False: nobody is chosen yet. */
  ready: boolean;
  error: Error | null;
  buttons: readonly { label: string; primary?: boolean; busy: boolean; go: (written: Written) => void }[];
}

/** Writes an offer; beside it stands what its customer will read. */
export function ProposalForm({ initial, customer, customerName, ready, error, buttons }: ProposalFormProps) {
  const { business: { time_zone: zone } } = useConfig();
  const [typed, setTyped] = useState(initial);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<TypedProposal>) => setTyped((old) => ({ ...old, ...part }));
  const written = writtenOf(typed, zone);
  const total = amountOf(typed.total);
  const save = (go: (written: Written) => void) => {
    setTried(true);
    if (written && ready) go(written);
    else setTimeout(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus());
  };
  const busy = buttons.some((button) => button.busy);
  return (
    <div className="pd-columns">
      <Paper p={{ base: 'md', sm: 'lg' }} component="form" noValidate onSubmit={(event) => event.preventDefault()}>
        <Stack gap="md">
          {error && <Alert color="red" variant="light" role="alert" title="That did not work"><Text size="sm">{error.message}</Text></Alert>}
          {customer(tried)}
          <TextInput label="Title" maxLength={200} value={typed.title} error={tried && typed.title.trim() === '' ? 'Give it a title' : null} onChange={(event) => change({ title: event.currentTarget.value })} />
          <Textarea label="What you offer" autosize minRows={4} maxRows={20} maxLength={20000} value={typed.description} onChange={(event) => change({ description: event.currentTarget.value })} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NumberInput label="Total before tax" prefix="$" thousandSeparator="," decimalScale={2} min={0} hideControls value={typed.total}
              error={tried && (total === null || total <= 0) ? 'Enter an amount' : null} onChange={(value) => change({ total: value })} />
            <NumberInput label="Every month from acceptance" description="Leave empty for none" inputWrapperOrder={['label', 'input', 'description', 'error']} prefix="$" thousandSeparator="," decimalScale={2} min={0} hideControls
              value={typed.monthly} onChange={(value) => change({ monthly: value })} />
          </SimpleGrid>
          <TextInput type="date" label="Valid until" description="To the end of that day; leave empty for no end" inputWrapperOrder={['label', 'input', 'description', 'error']} value={typed.validUntil}
            onChange={(event) => change({ validUntil: event.currentTarget.value })} />
          <ScheduleEditor stages={typed.stages} onChange={(stages) => change({ stages })} total={total === null || total <= 0 ? null : centsOf(total)} currency={CURRENCY} tried={tried} />
          <Group justify="flex-end" mt="sm">
            {buttons.map(({ label, primary, busy: own, go }) => (
              <Button key={label} variant={primary === true ? 'filled' : 'default'} loading={own} disabled={busy && !own} onClick={() => save(go)}>{label}</Button>
            ))}
          </Group>
        </Stack>
      </Paper>
      <Stack gap="sm" component="section" aria-labelledby="preview">
        <Title order={2} id="preview">What {customerName} reads</Title>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>{typed.title.trim() || 'Title'}</Text>
        <ProposalPaper offer={previewOf(typed, written, total)} />
      </Stack>
    </div>
  );
}

function previewOf(typed: TypedProposal, written: Written | null, total: number | null): ProposalText {
  const shares = sharesOf(typed.stages);
  const amounts = amountsOf(centsOf(total ?? 0), shares.map((share) => share ?? 0));
  const stages = typed.stages.map((stage, i) => ({
    milestone: stage.milestone.trim() || `Stage ${i + 1}`, percentage: (shares[i] ?? 0) / 100, due_days: stage.dueDays === '' ? 30 : Number(stage.dueDays),
    amount: Number(amounts[i]) / 10 ** decimalsOf(CURRENCY),
  }));
  return {
    title: typed.title, description: typed.description.trim() === '' ? null : typed.description, currency: CURRENCY, total: total ?? 0, monthly: amountOf(typed.monthly) ?? 0,
    valid_until: written?.valid_until ?? null, sent_at: null, version: 1, document_hash: null, customer_name: '', tax_percent: 0, stages, decision: null, invoices: [], owed: null, consent_text: '',
  };
}
