import { Group, Paper, Text } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AppointmentFilter } from '../../api.js';
import type { Appointment } from '../../wire.js';
import { EmptyState } from '../empty-state.js';
import classes from '../invoices/invoice-cards.module.css';
import { PagedList } from '../paged-list.js';
import { appointmentListQuery } from './queries.js';
import { VisitStatus, VisitTime } from './visit.js';

interface AppointmentListProps {
  filter: AppointmentFilter;
  emptyText: string;
  /** The link to the visit, in the words of whoever looks. */
  name: (visit: Appointment) => ReactNode;
  showCustomer?: boolean;
}

export function AppointmentList({ filter, emptyText, name, showCustomer = false }: AppointmentListProps) {
  const list = useInfiniteQuery(appointmentListQuery({ when: 'upcoming', ...filter }));
  const empty = (
    <Paper>
      <EmptyState icon={IconCalendar} title={filter.when === 'past' ? 'No past visits' : 'Nothing planned'}>
        {emptyText}
      </EmptyState>
    </Paper>
  );
  return (
    <PagedList list={list} noun="visits" empty={empty}>
      {(visits) => (
        <Paper component="ul" className={classes['list']}>
          {visits.map((visit) => (
            <li key={visit.id} className={`pd-row ${classes['item']}`}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <div>
                  {name(visit)}
                  <Text size="sm" c="dimmed">
                    <VisitTime visit={visit} />
                    {showCustomer && ` · ${visit.customer.name}`}
                  </Text>
                </div>
                <VisitStatus visit={visit} />
              </Group>
            </li>
          ))}
        </Paper>
      )}
    </PagedList>
  );
}
