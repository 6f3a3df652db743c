import { useNavigate, useSearch } from '@tanstack/react-router';
import { AppointmentList } from '../../ui/appointments/appointment-list.js';
import { appointmentFilters, readAppointmentFilter } from '../../ui/appointments/filter.js';
import { visitName } from '../../ui/appointments/visit.js';
import { TextLink } from '../../ui/links.js';
import { ListPage } from '../../ui/list-page.js';
import { BookVisit } from './book-visit.js';

/** The calendar of the business. */
export function AdminAppointmentsPage() {
  const filter = useSearch({ from: '/signed-in/admin/appointments' });
  const navigate = useNavigate({ from: '/admin/appointments' });
  return (
    <ListPage
      title="Appointments"
      actions={<BookVisit />}
      filters={appointmentFilters}
      filter={filter.when ?? ''}
      onFilter={(when) => void navigate({ search: readAppointmentFilter({ when }) })}
    >
      <AppointmentList
        filter={filter}
        showCustomer
        emptyText="Visits appear here as soon as they are booked."
        name={(visit) => (
          <TextLink to="/admin/appointments/$appointmentId" params={{ appointmentId: visit.id }} className="pd-row-link" fw={600}>
            {visitName(visit)}
          </TextLink>
        )}
      />
    </ListPage>
  );
}
