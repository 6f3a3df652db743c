import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../../../app/session.js';
import { AppointmentList } from '../../../ui/appointments/appointment-list.js';
import { appointmentFilters, readAppointmentFilter } from '../../../ui/appointments/filter.js';
import { visitName } from '../../../ui/appointments/visit.js';
import { TextLink } from '../../../ui/links.js';
import { ListPage } from '../../../ui/list-page.js';
import { NoAccountBook } from '../no-account-book.js';

/** The visits of this customer. */
export function AppointmentsPage() {
  return useMe().customer ? <Appointments /> : <NoAccountBook title="Appointments" />;
}

function Appointments() {
  const filter = useSearch({ from: '/signed-in/appointments' });
  const navigate = useNavigate({ from: '/appointments' });
  return (
    <ListPage
      title="Appointments"
      filters={appointmentFilters}
      filter={filter.when ?? ''}
      onFilter={(when) => void navigate({ search: readAppointmentFilter({ when }) })}
    >
      <AppointmentList
        filter={filter}
        emptyText={filter.when === 'past' ? 'Visits that are done or cancelled appear here.' : 'When a visit is booked, it appears here, and you can cancel it if you have to.'}
        name={(visit) => (
          <TextLink to="/appointments/$appointmentId" params={{ appointmentId: visit.id }} className="pd-row-link" fw={600}>
            {visitName(visit)}
          </TextLink>
        )}
      />
    </ListPage>
  );
}
