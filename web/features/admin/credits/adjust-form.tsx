import { Alert, Button, NumberInput, Paper, Stack, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { giveCredits, takeCredits } from '../../../api-credits.js';
import { decimalsOf } from '../../../ui/money.js';
import { useOnce } from '../../../ui/use-once.js';

interface AdjustFormProps {
  userId: string;
  currency: string;
  kind: 'give' | 'take';
}

interface Order {
  user_id: string;
  amount: number;
  reason: string;
  days: number | null;
}

const DAY_MS = 86_400_000;
const WORDS = {
  give: { title: 'Give credits', go: 'Give', reason: 'Stands beside them in the customer’s list', done: 'Given' },
  take: { title: 'Take credits back', go: 'Take back', reason: 'Only for the record', done: 'Taken back' },
} as const;

/** Credits without money, with the reason that stays in the record; never more is taken than there is. */
export function AdjustForm({ userId, currency, kind }: AdjustFormProps) {
  const queries = useQueryClient();
  const [amount, setAmount] = useState<number | string>('');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<number | string>('');
  const words = WORDS[kind];
  const adjust = useOnce(
    ({ days: until, ...order }: Order, key) =>
      kind === 'take' ? takeCredits(order, key) : giveCredits({ ...order, ...(until !== null && { expires_at: new Date(Date.now() + until * DAY_MS).toISOString() }) }, key),
    {
      onSuccess: async () => {
        setAmount('');
        setReason('');
        setDays('');
        await queries.invalidateQueries({ queryKey: ['credits'] });
      },
    },
  );
  const ready = Number(amount) > 0 && reason.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !adjust.isPending) adjust.mutate({ user_id: userId, amount: Number(amount), reason: reason.trim(), days: days === '' ? null : Number(days) });
  };
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} aria-labelledby={kind}>
      <Title order={2} id={kind} mb="md">
        {words.title}
      </Title>
      <div aria-live="polite">{adjust.isSuccess && <Alert color="spruce" variant="light" mb="md" title={words.done} />}</div>
      <form onSubmit={submit} aria-labelledby={kind}>
        <Stack gap="md" align="stretch">
          {adjust.error && <Alert color="red" variant="light" role="alert" title={adjust.error.message} />}
          <NumberInput label={`Amount (${currency.toUpperCase()})`} required min={0} max={1_000_000} decimalScale={decimalsOf(currency)} hideControls value={amount} onChange={setAmount} />
          <TextInput label="Reason" description={words.reason} required maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          {kind === 'give' && <NumberInput label="Days it can be used" description="Empty: without an end" min={1} max={3_650} allowDecimal={false} hideControls value={days} onChange={setDays} />}
          <Button type="submit" variant={kind === 'take' ? 'default' : 'filled'} loading={adjust.isPending} disabled={!ready} style={{ alignSelf: 'flex-start' }}>
            {words.go}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
