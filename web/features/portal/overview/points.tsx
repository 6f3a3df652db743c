import { Paper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../../app/session.js';
import { TextLink } from '../../../ui/links.js';
import { rewardsQuery } from '../../../ui/rewards/queries.js';

/** The balance, and what it is good for. */
export function Points() {
  const points = useMe().points ?? 0;
  const { data: rewards = [] } = useQuery(rewardsQuery);
  const offered = rewards.filter(({ active }) => active);
  const affordable = offered.filter(({ points_required: price }) => price <= points).length;
  const next = offered.filter(({ points_required: price }) => price > points).sort((one, other) => one.points_required - other.points_required)[0];
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="points">
      <Title order={2} id="points" fz="sm" fw={500} c="dimmed" mb={6}>
        Points
      </Title>
      <Text fz="lg" fw={650}>
        {points.toLocaleString('en-US')}
      </Text>
      {affordable === 0 && next && (
        <Text size="sm" c="dimmed">
          {(next.points_required - points).toLocaleString('en-US')} to go for {next.name}
        </Text>
      )}
      <TextLink to="/rewards">{affordable > 0 ? `Enough for ${affordable === 1 ? 'a reward' : `${affordable} rewards`}` : 'Rewards'}</TextLink>
    </Paper>
  );
}
