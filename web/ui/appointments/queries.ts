import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listAppointments, readAppointment, type AppointmentFilter } from '../../api.js';

export const appointmentListQuery = (filter: AppointmentFilter) =>
  infiniteQueryOptions({
    queryKey: ['appointments', filter],
    queryFn: ({ pageParam, signal }) => listAppointments(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const appointmentQuery = (id: string) => queryOptions({ queryKey: ['appointment', id], queryFn: ({ signal }) => readAppointment(id, signal) });
