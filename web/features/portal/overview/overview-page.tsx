import { SimpleGrid, Stack } from '@mantine/core';
import { useMe } from '../../../app/session.js';
import { PageHead } from '../../../ui/page.js';
import { NoAccountBook } from '../no-account-book.js';
import { NextVisit } from './next-visit.js';
import { Owed } from './owed.js';
import { Points } from './points.js';
import { Standing } from './standing.js';

/** What do I owe, when do you come, what are my points worth. */
export function OverviewPage() {
  const { user, customer } = useMe();
  if (!customer) return <NoAccountBook title="Overview" />;
  return (
    <>
      <PageHead title={`Hello, ${user.name.split(' ')[0] ?? user.name}`} />
      <Stack gap="lg">
        <Owed />
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg">
          <NextVisit />
          <Points />
          <Standing />
        </SimpleGrid>
      </Stack>
    </>
  );
}
