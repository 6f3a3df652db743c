import { Group, Paper, Text } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ErrorState } from '../../../ui/error-state.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { ButtonLink, TextLink } from '../../../ui/links.js';
import { ListPage } from '../../../ui/list-page.js';
import { Money } from '../../../ui/money.js';
import { EnrolmentStatus } from '../../../ui/programs/enrolment-status.js';
import { enrolmentFilters, readEnrolmentFilter } from '../../../ui/programs/filter.js';
import { purchasesQuery } from '../../../ui/programs/queries.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import type { Enrolment } from '../../../wire.js';

/** One's own orders, whatever became of them. */
export function PurchasesPage() {
  const filter = useSearch({ from: '/signed-in/purchases' });
  const navigate = useNavigate({ from: '/purchases' });
  const purchases = useQuery(purchasesQuery);
  const words = filter.search?.toLowerCase() ?? '';
  const shown = purchases.data?.filter((one) => (!filter.status || one.status === filter.status) && `${one.program.title} ${one.order_number}`.toLowerCase().includes(words));
  return (
    <ListPage
      title="My programs"
      actions={
        <ButtonLink to="/programs" variant="default">
          All programs
        </ButtonLink>
      }
      searchLabel="Search program or order"
      search={filter.search ?? ''}
      onSearch={(search) => void navigate({ search: (old) => readEnrolmentFilter({ ...old, search }), replace: true })}
      filters={enrolmentFilters}
      filter={filter.status ?? ''}
      onFilter={(status) => void navigate({ search: (old) => readEnrolmentFilter({ ...old, status }) })}
    >
      {purchases.isPending && <RowsSkeleton />}
      {purchases.isError && !purchases.data && <ErrorState title="Your programs could not be loaded" error={purchases.error} onRetry={() => void purchases.refetch()} />}
      {shown && shown.length === 0 && <Empty filtered={purchases.data?.length !== 0} />}
      {shown && shown.length > 0 && (
        <Paper component="ul" className={classes['list']}>
          {shown.map((purchase) => (
            <li key={purchase.id} className={classes['item']}>
              <Row purchase={purchase} />
            </li>
          ))}
        </Paper>
      )}
    </ListPage>
  );
}

function Row({ purchase }: { purchase: Enrolment }) {
  const unpaid = purchase.status === 'pending' || purchase.status === 'failed';
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ minWidth: 0, flex: '1 1 220px' }}>
        <TextLink to="/programs/$programId" params={{ programId: purchase.program.id }} fw={600}>
          {purchase.program.title}
        </TextLink>
        <Text size="sm" c="dimmed">
          {purchase.order_number}, <Day value={purchase.completed_at ?? purchase.ordered_at} />
        </Text>
      </div>
      <Group gap="md">
        <Text fw={600}>
          <Money amount={purchase.price.final} currency={purchase.currency} />
        </Text>
        <EnrolmentStatus enrolment={purchase} />
        {unpaid ? (
          <ButtonLink to="/programs/$programId" params={{ programId: purchase.program.id }} size="sm" aria-label={`Pay for ${purchase.program.title}`}>
            {purchase.status === 'pending' ? 'Pay' : 'Try again'}
          </ButtonLink>
        ) : (
          <ButtonLink to="/purchases/$purchaseId/receipt" params={{ purchaseId: purchase.id }} size="sm" variant="default" aria-label={`Receipt of ${purchase.order_number}`}>
            Receipt
          </ButtonLink>
        )}
      </Group>
    </Group>
  );
}

function Empty({ filtered }: { filtered: boolean }) {
  return (
    <Paper>
      <EmptyState icon={IconSchool} title={filtered ? 'Nothing matches' : 'No programs yet'} action={filtered ? undefined : <ButtonLink to="/programs">See what is offered</ButtonLink>}>
        {filtered ? 'Choose another filter.' : 'What you enrol in appears here, with its receipt.'}
      </EmptyState>
    </Paper>
  );
}
