import { Alert, Button, NumberInput, Paper, Radio, Stack, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeCreditNotice } from '../../../api-credits.js';
import { ErrorState } from '../../../ui/error-state.js';
import { decimalsOf, formatMoney } from '../../../ui/money.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { useSave } from '../../../ui/use-save.js';
import type { CreditNotice } from '../../../wire.js';
import { noticeQuery } from './queries.js';

/** When one is told by mail that little is left. */
export function Notice() {
  const notice = useQuery(noticeQuery);
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="notice">
      <Title order={2} id="notice" mb="md">
        When little is left
      </Title>
      {notice.isPending && <RowsSkeleton rows={2} />}
      {notice.isError && !notice.data && <ErrorState title="This could not be loaded" error={notice.error} onRetry={() => void notice.refetch()} />}
      {notice.data && <NoticeForm notice={notice.data} />}
    </Paper>
  );
}

function NoticeForm({ notice }: { notice: CreditNotice }) {
  const queries = useQueryClient();
  const [choice, setChoice] = useState<string>(notice.choice);
  const [own, setOwn] = useState<number | string>(notice.own_below ?? '');
  const ready = choice !== 'own' || Number(own) > 0;
  const wish = { choice: choice as CreditNotice['choice'], ...(choice === 'own' && { own_below: Number(own) }) };
  const save = useSave(ready ? wish : undefined, changeCreditNotice, (told) => queries.setQueryData(noticeQuery.queryKey, told));
  const usual = notice.business_below === null ? 'As the business has it: no letter' : `As the business has it: below ${formatMoney(notice.business_below, notice.currency)}`;
  return (
    <form onSubmit={save.submit}>
      <Stack gap="md" align="flex-start">
        <Radio.Group label="Write me a letter when I have used so much that little is left" value={choice} onChange={setChoice}>
          <Stack gap="xs" mt="sm">
            <Radio value="business" label={usual} />
            <Radio value="own" label="Below an amount of my own" />
            <Radio value="never" label="Never" />
          </Stack>
        </Radio.Group>
        {choice === 'own' && (
          <NumberInput label={`Below (${notice.currency.toUpperCase()})`} required min={0} max={1_000_000} decimalScale={decimalsOf(notice.currency)} hideControls value={own} onChange={setOwn} />
        )}
        {save.error && <Alert color="red" variant="light" role="alert" title={save.error.message} />}
        <Button type="submit" variant="default" loading={save.busy} disabled={!ready}>
          Save
        </Button>
      </Stack>
      <div aria-live="polite">{save.saved && <Alert color="spruce" variant="light" mt="md" title="Saved" />}</div>
    </form>
  );
}
