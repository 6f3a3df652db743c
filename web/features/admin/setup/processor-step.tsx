import { Button, Code, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { checkProcessor } from '../../../api.js';
import { useConfig } from '../../../app/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import type { ProcessorState } from '../../../wire.js';
import { Step } from './step.js';

const words: Record<ProcessorState, string> = {
  ready: 'The processor accepts our keys: cards can be charged.',
  not_configured: 'No keys yet. Set STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET, and start again.',
  refused: 'The processor refuses our keys. Check STRIPE_SECRET_KEY.',
  unreachable: 'The processor does not answer at the moment.',
};

/** Keys are given to the process, never typed into a page; whether they work is asked live. */
export function ProcessorStep() {
  const { stripe } = useConfig();
  const check = useQuery({ queryKey: ['processor'], queryFn: checkProcessor, staleTime: Infinity });
  return (
    <Step id="processor" title="Card payments" note="Asked live, with the keys this server was started with." done={check.data?.state === 'ready'}>
      {check.isPending && <Skeleton height={24} />}
      {check.isError && <ErrorState title="The processor could not be asked" error={check.error} />}
      {check.data && (
        <Text aria-live="polite">
          {words[check.data.state]} {check.data.account_id && <Code>{check.data.account_id}</Code>}
          {check.data.state === 'ready' && stripe.sandbox_port !== null && ' It is the stand-in of the demo: no real money moves.'}
        </Text>
      )}
      <Group mt="md">
        <Button variant="default" loading={check.isFetching} onClick={() => void check.refetch()}>
          Check again
        </Button>
      </Group>
    </Step>
  );
}
