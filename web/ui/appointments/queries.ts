import { queryOptions } from '@tanstack/react-query';
import { listAppointments, readAppointment, type AppointmentFilter } from '../../api.js';
import { pagedQuery } from '../paged-query.js';

export const appointmentListQuery = (filter: AppointmentFilter) => pagedQuery(['appointments', filter], (cursor, signal) => listAppointments(filter, cursor, signal));

export const appointmentQuery = (id: string) => queryOptions({ queryKey: ['appointment', id], queryFn: ({ signal }) => readAppointment(id, signal) });
