import { Paper, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { appointmentListQuery } from '../../../ui/appointments/queries.js';
import { visitName, VisitTime } from '../../../ui/appointments/visit.js';
import { ErrorState } from '../../../ui/error-state.js';
import { TextLink } from '../../../ui/links.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';

export function NextVisit() {
  const list = useInfiniteQuery(appointmentListQuery({ when: 'upcoming' }));
  if (list.isPending) return <RowsSkeleton rows={2} />;
  if (list.isError && !list.data) return <ErrorState title="Your visits could not be loaded" error={list.error} onRetry={() => void list.refetch()} />;
  const visits = list.data.pages[0]?.items ?? [];
  const visit = visits.find(({ status }) => status === 'scheduled') ?? visits[0];
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="next-visit">
      <Title order={2} id="next-visit" fz="sm" fw={500} c="dimmed" mb={6}>
        {visit?.status === 'in_progress' ? 'We are there' : 'Next visit'}
      </Title>
      {visit ? (
        <>
          <Text fz="lg" fw={650}>
            <VisitTime visit={visit} />
          </Text>
          <TextLink to="/appointments/$appointmentId" params={{ appointmentId: visit.id }}>
            {visitName(visit)}
          </TextLink>
        </>
      ) : (
        <Text>Nothing is planned.</Text>
      )}
    </Paper>
  );
}
