import { Button, Group, Paper, Text } from '@mantine/core';
import { IconGift, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isAdmin, useMe } from '../../../app/session.js';
import { BackLink } from '../../../ui/back-link.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { PageHead } from '../../../ui/page.js';
import { rewardsQuery } from '../../../ui/rewards/queries.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { Reward } from '../../../wire.js';
import { RewardDialog } from './reward-dialog.js';

/** What points buy, and what they bought once; admins write it. */
export function CataloguePage() {
  const rewards = useQuery(rewardsQuery);
  const admin = isAdmin(useMe());
  const [edited, setEdited] = useState<Reward | 'new'>();
  if (rewards.isError && !rewards.data) return <ErrorState title="The rewards could not be loaded" error={rewards.error} onRetry={() => void rewards.refetch()} />;
  if (!rewards.data) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title="What points buy"
        back={<BackLink to="/admin/rewards">Rewards</BackLink>}
        note="A change holds for whoever takes it from now on."
        actions={admin && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
            New reward
          </Button>
        )}
      />
      {rewards.data.length === 0 ? (
        <Paper>
          <EmptyState icon={IconGift} title="No rewards yet">
            Offer one, and customers find it under Rewards.
          </EmptyState>
        </Paper>
      ) : (
        <Paper component="ul" className={classes['list']}>
          {rewards.data.map((reward) => (
            <li key={reward.id} className={classes['item']}>
              <Group justify="space-between" gap="sm">
                <div style={{ minWidth: 0, flex: '1 1 240px', overflowWrap: 'anywhere' }}>
                  <Text fw={600}>{reward.name}</Text>
                  <Text size="sm" c="dimmed">
                    {reward.points_required.toLocaleString('en-US')} points{reward.description && `. ${reward.description}`}
                  </Text>
                </div>
                <Group gap="sm">
                  <StatusMark tone={reward.active ? 'good' : 'quiet'}>{reward.active ? 'Offered' : 'Not offered'}</StatusMark>
                  {admin && (
                    <Button variant="default" size="sm" aria-label={`Change ${reward.name}`} onClick={() => setEdited(reward)}>
                      Change
                    </Button>
                  )}
                </Group>
              </Group>
            </li>
          ))}
        </Paper>
      )}
      {edited && <RewardDialog reward={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}
