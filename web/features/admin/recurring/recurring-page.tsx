import { useNavigate, useSearch } from '@tanstack/react-router';
import { ListPage } from '../../../ui/list-page.js';
import { readRecurringFilter, recurringFilters } from '../../../ui/recurring/filter.js';
import { RecurringList } from './recurring-list.js';

/** Who is billed by itself, what, and when next. */
export function RecurringPage() {
  const filter = useSearch({ from: '/signed-in/admin/recurring' });
  const navigate = useNavigate({ from: '/admin/recurring' });
  return (
    <ListPage
      title="Recurring"
      note="Fees and offers that are billed by themselves. What recurs is set in the customer’s billing."
      searchLabel="Search by customer"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readRecurringFilter({ ...old, search }), replace: true })}
      filters={recurringFilters}
      filter={filter.kind ?? ''}
      onFilter={(kind) => void navigate({ search: (old) => readRecurringFilter({ ...old, kind }) })}
    >
      <RecurringList filter={filter} />
    </ListPage>
  );
}
