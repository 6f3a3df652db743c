import { Alert, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconClockPause } from '@tabler/icons-react';
import type { Usage } from '../../wire.js';
import { Day } from '../day.js';
import { FigureCards } from '../figure-cards.js';
import { DeviceShares, FeatureBars, GrowthLine } from './charts.js';

/** Figures first, then the three charts, each with its numbers as a table. */
export function UsageReport({ usage }: { usage: Usage }) {
  return (
    <Stack gap="lg">
      <Freshness usage={usage} />
      <FigureCards figures={figuresOf(usage)} />
      <GrowthLine growth={usage.growth} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <FeatureBars features={usage.features} />
        <DeviceShares devices={usage.devices} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        <Day value={usage.start_date} /> to <Day value={usage.end_date} />
        {usage.fetched_at && (
          <>
            , counted by Google Analytics, read <Day value={usage.fetched_at} time />
          </>
        )}
        .
      </Text>
    </Stack>
  );
}

function Freshness({ usage: { state, fetched_at: fetchedAt } }: { usage: Usage }) {
  if (state === 'old') {
    return (
      <Alert color="brass" variant="light" icon={<IconClockPause aria-hidden />} title="These are the last figures we have">
        Google Analytics did not answer. They are of <Day value={fetchedAt} time />.
      </Alert>
    );
  }
  if (state !== 'unknown') return null;
  return (
    <Alert color="brass" variant="light" icon={<IconClockPause aria-hidden />} title="There are no figures right now">
      Google Analytics did not answer, and nothing is known of these days yet. Please look again in some minutes.
    </Alert>
  );
}

const whole = (value: number) => value.toLocaleString('en-US');
const some = (value: number, digits: number) => value.toLocaleString('en-US', { maximumFractionDigits: digits });

/** What docs/analytics.md says, in a few words each. */
function figuresOf(usage: Usage): { name: string; value: string; note: string }[] {
  return [
    { name: 'Users in all', value: whole(usage.total_users), note: 'everybody who ever came' },
    { name: 'New users', value: whole(usage.new_users), note: 'first came in these days' },
    { name: 'Active in a day', value: whole(usage.daily_active_users), note: 'on the last whole day' },
    { name: 'Active in a month', value: whole(usage.monthly_active_users), note: 'in the last 28 days' },
    { name: 'Came again', value: `${some(usage.retention_rate, 1)}%`, note: 'of new users, the week after' },
    { name: 'Engaged', value: `${some(usage.engagement_rate, 1)}%`, note: 'of all sessions' },
    { name: 'Session length', value: duration(usage.average_session_duration), note: 'on average' },
    { name: 'Sessions', value: some(usage.sessions_per_user, 1), note: `per user, with ${some(usage.events_per_user, 1)} events` },
  ];
}

function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  return rounded < 60 ? `${rounded} s` : `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}
