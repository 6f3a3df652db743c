import { useNavigate, useSearch } from '@tanstack/react-router';
import { ListPage } from '../../../ui/list-page.js';
import { pursuitFilters, readPursuitFilter } from '../../../ui/recurring/filter.js';
import { PursuitList } from './pursuit-list.js';

/** Open invoices that cards are charged for or customers reminded of; first those that somebody has to look at. */
export function PursuitsPage() {
  const filter = useSearch({ from: '/signed-in/admin/follow-ups' });
  const navigate = useNavigate({ from: '/admin/follow-ups' });
  return (
    <ListPage
      title="Follow-ups"
      note="Declined cards are tried again after 2, 7, 14 and 21 days; overdue invoices are reminded of. What that did not bring waits here for you."
      searchLabel="Search by customer or invoice"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readPursuitFilter({ ...old, search }), replace: true })}
      filters={pursuitFilters}
      filter={filter.kind ?? ''}
      onFilter={(kind) => void navigate({ search: (old) => readPursuitFilter({ ...old, kind }) })}
    >
      <PursuitList filter={filter} />
    </ListPage>
  );
}
