import { ActionIcon, Alert, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { newKey } from '../../../idempotency-key.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import { amountsOf, percentText, sharesOf, withAnother, type TypedStage } from '../../../ui/proposals/schedule.js';
import classes from './schedule-editor.module.css';

interface ScheduleEditorProps {
  stages: readonly TypedStage[];
  onChange: (stages: TypedStage[]) => void;
  /** In the smallest unit; null while none is typed. */
  total: bigint | null;
  currency: string;
  /** Faults are shown once somebody tried to save. */
  tried: boolean;
}

/** What is paid when: the last stage takes what the others leave, so that a schedule always makes 100 %. */
export function ScheduleEditor({ stages, onChange, total, currency, tried }: ScheduleEditorProps) {
  const shares = sharesOf(stages);
  const sums = shares.every((share) => share !== null);
  const amounts = sums && total !== null ? amountsOf(total, shares as number[]) : null;
  const change = (index: number, part: Partial<TypedStage>) => onChange(stages.map((stage, i) => (i === index ? { ...stage, ...part } : stage)));
  const nothingLeft = shares.at(-1) === null && shares.slice(0, -1).every((share) => share !== null);
  return (
    <Stack gap="sm" component="fieldset" m={0} p={0} style={{ border: 0 }}>
      <Text component="legend" fw={600} mb={4}>What is paid when</Text>
      {stages.map((stage, index) => {
        const last = index === stages.length - 1;
        const share = shares[index] ?? null;
        const name = `Stage ${index + 1}`;
        return (
          <div key={stage.key} className={classes['stage']} role="group" aria-label={name}>
            <TextInput label="Milestone" placeholder={last ? 'Delivery' : 'Kickoff'} value={stage.milestone} maxLength={200} className={classes['milestone']}
              error={tried && stage.milestone.trim() === '' ? 'Name it' : null} onChange={(event) => change(index, { milestone: event.currentTarget.value })} />
            {last ? (
              <TextInput label="Share" readOnly value={share === null ? '0 %' : `${percentText(share)} %`} aria-description="Takes what the other stages leave" variant="filled"
                error={nothingLeft ? 'Nothing is left' : null} />
            ) : (
              <NumberInput label="Share" suffix=" %" min={0.01} max={100} decimalScale={2} hideControls value={stage.percent} error={share === null && (tried || stage.percent !== '') ? 'Between 0.01 and 100' : null}
                onChange={(percent) => change(index, { percent })} />
            )}
            <NumberInput label="Due after" suffix=" days" min={0} max={3650} allowDecimal={false} hideControls placeholder="their terms" value={stage.dueDays} onChange={(dueDays) => change(index, { dueDays })} />
            <Text className={classes['amount']} fw={600} aria-live="polite" aria-label={`Amount of ${name}`}>
              {amounts ? formatMoney(Number(amounts[index]) / 10 ** decimalsOf(currency), currency) : '–'}
            </Text>
            <ActionIcon variant="subtle" color="gray" size={36} c="var(--mantine-color-text)" aria-label={`Remove ${name.toLowerCase()}`} disabled={stages.length === 1} className={classes['remove']}
              onClick={() => onChange(stages.filter((_, i) => i !== index))}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      {nothingLeft && (
        <Alert color="red" variant="light" role="alert" title="The stages make more than 100 %">
          <Text size="sm">Lower one of them: the last stage takes what is left, and something has to be.</Text>
        </Alert>
      )}
      <Group justify="space-between">
        <Button variant="default" size="xs" leftSection={<IconPlus size={16} aria-hidden />} disabled={!sums || stages.length >= 60} onClick={() => onChange(withAnother(stages, newKey()))}>
          Add a stage
        </Button>
        <Text size="sm" c="dimmed">{sums ? 'Together 100 %' : 'Not 100 % yet'}</Text>
      </Group>
    </Stack>
  );
}
