import { useNavigate, useSearch } from '@tanstack/react-router';
import { ButtonLink } from '../../../ui/links.js';
import { ListPage } from '../../../ui/list-page.js';
import { readRedemptionFilter, redemptionFilters } from '../../../ui/rewards/filter.js';
import { RedemptionList } from './redemption-list.js';

/** What customers gave points for; first what waits to be handed out. */
export function RedemptionsPage() {
  const filter = useSearch({ from: '/signed-in/admin/rewards' });
  const navigate = useNavigate({ from: '/admin/rewards' });
  return (
    <ListPage
      title="Rewards"
      note="What customers gave their points for. Hand it out at the next visit, or give the points back."
      actions={<ButtonLink to="/admin/rewards/catalogue" variant="default">What points buy</ButtonLink>}
      searchLabel="Search by customer or reward"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readRedemptionFilter({ ...old, search }), replace: true })}
      filters={redemptionFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => readRedemptionFilter({ ...old, status }) })}
    >
      {/* What was said of one list is not said of the next. */}
      <RedemptionList key={filter.status ?? ''} filter={filter} />
    </ListPage>
  );
}
