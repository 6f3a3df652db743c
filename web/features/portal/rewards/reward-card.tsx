import { Alert, Paper, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { redeemReward } from '../../../api.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { useOnce } from '../../../ui/use-once.js';
import type { Reward } from '../../../wire.js';
import classes from './rewards.module.css';

const count = (points: number) => points.toLocaleString('en-US');

/** One reward: how far it is, and taking it in two steps. */
export function RewardCard({ reward, balance }: { reward: Reward; balance: number }) {
  const redeem = useRedeem(reward);
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
      {redeem.isSuccess && (
        <Alert color="spruce" variant="light" aria-live="polite" icon={<IconCircleCheck aria-hidden />} title="It is yours">
          <Text size="sm">We will hand it to you at your next visit. You have {count(redeem.data.newBalance)} points left.</Text>
        </Alert>
      )}
      {redeem.error && <Alert color="red" variant="light" role="alert" title={redeem.error.message} />}
      {missing <= 0 && (
        <AskFirst
          label="Redeem"
          name={`Redeem ${reward.name}`}
          button={{ variant: redeem.isSuccess ? 'default' : 'filled' }}
          question={`Redeem ${reward.name}?`}
          keep="Not now"
          go={`Give ${count(reward.points_required)} points`}
          wide
          busy={redeem.isPending}
          onGo={() => redeem.mutateAsync()}
        />
      )}
    </Paper>
  );
}

/** The same order repeated after silence redeems once. */
function useRedeem(reward: Reward) {
  const queries = useQueryClient();
  return useOnce((_order: void, key) => redeemReward(reward.id, key), {
    onSuccess: () => Promise.all(['points', 'redemptions', 'me'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
}
