import { Alert, Button, Group, NumberInput, Paper, Stack, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeSettings } from '../../../api.js';
import { setupQuery } from '../../../app/session.js';
import { decimalsOf } from '../../../ui/money.js';
import { useSave } from '../../../ui/use-save.js';
import type { Setup } from '../../../wire.js';

/** Below what holders of credits are told by mail that little is left. */
export function LowNotice() {
  const { data } = useQuery(setupQuery);
  return data ? <LowNoticeForm settings={data.settings} /> : null;
}

function LowNoticeForm({ settings: { credits_low_below: below, currency } }: Pick<Setup, 'settings'>) {
  const queries = useQueryClient();
  const [amount, setAmount] = useState<number | string>(below === 0 ? '' : below);
  const save = useSave({ credits_low_below: Number(amount) || 0 }, changeSettings, () => queries.invalidateQueries({ queryKey: setupQuery.queryKey }));
  return (
    <Paper component="section" p={{ base: 'md', sm: 'lg' }} mt="lg" aria-labelledby="low">
      <Title order={2} id="low" mb="md">
        When little is left
      </Title>
      <div aria-live="polite">{save.saved && <Alert color="spruce" variant="light" mb="md" title="Saved" />}</div>
      <form onSubmit={save.submit}>
        <Stack gap="md">
          {save.error && <Alert color="red" variant="light" role="alert" title={save.error.message} />}
          <Group align="flex-end" gap="sm">
            <NumberInput label={`Write to a customer who has less left than (${currency.toUpperCase()})`} description="Once, after a use. Empty: nobody is written to. Each can choose otherwise." min={0} max={1_000_000} decimalScale={decimalsOf(currency)} hideControls value={amount} onChange={setAmount} maw={420} />
            <Button type="submit" variant="default" loading={save.busy}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
