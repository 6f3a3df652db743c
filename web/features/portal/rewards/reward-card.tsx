import { Alert, Button, Group, Paper, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { redeemReward } from '../../../api.js';
import { ApiError } from '../../../client.js';
import { newKey } from '../../../idempotency-key.js';
import type { Reward } from '../../../wire.js';
import classes from './rewards.module.css';

const count = (points: number) => points.toLocaleString('en-US');

/** One reward: how far it is, and taking it in two steps. */
export function RewardCard({ reward, balance }: { reward: Reward; balance: number }) {
  const [asking, setAsking] = useState(false);
  const redeem = useRedeem(reward, () => setAsking(false));
  const missing = reward.points_required - balance;
  return (
    <Paper component="article" className={classes['card']} aria-label={reward.name}>
      <div style={{ flex: 1 }}>
        <Text fw={650}>{reward.name}</Text>
        {reward.description && (
          <Text size="sm" c="dimmed">
            {reward.description}
          </Text>
        )}
      </div>
      <progress className={classes['bar']} max={reward.points_required} value={Math.min(balance, reward.points_required)} aria-label={`Points for ${reward.name}`} />
      <Text size="sm">
        {count(reward.points_required)} points{missing > 0 && <>, {count(missing)} to go</>}
      </Text>
      {redeem.isSuccess && !asking && (
        <Alert color="spruce" variant="light" aria-live="polite" icon={<IconCircleCheck aria-hidden />} title="It is yours">
          We will hand it to you at your next visit. You have {count(redeem.data.newBalance)} points left.
        </Alert>
      )}
      {redeem.error && <Alert color="red" variant="light" role="alert" title={redeem.error.message} />}
      {missing <= 0 && !asking && (
        <Button variant={redeem.isSuccess ? 'default' : 'filled'} aria-label={`Redeem ${reward.name}`} onClick={() => (redeem.reset(), setAsking(true))}>
          Redeem
        </Button>
      )}
      {asking && (
        <Group gap="sm" role="group" aria-label={`Redeem ${reward.name}?`} grow preventGrowOverflow={false}>
          <Button variant="default" autoFocus data-autofocus onClick={() => setAsking(false)}>
            Not now
          </Button>
          <Button loading={redeem.isPending} onClick={() => redeem.mutate()}>
            {`Give ${count(reward.points_required)} points`}
          </Button>
        </Group>
      )}
    </Paper>
  );
}

/** The same order repeated after silence redeems once. */
function useRedeem(reward: Reward, onDone: () => void) {
  const queries = useQueryClient();
  const key = useRef<string>(undefined);
  return useMutation({
    mutationFn: () => redeemReward(reward.id, (key.current ??= newKey())),
    onSuccess: async () => {
      key.current = undefined;
      onDone();
      await Promise.all(['points', 'me'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
    onError: (failure) => {
      if (failure instanceof ApiError && failure.status !== 0) key.current = undefined;
    },
  });
}
