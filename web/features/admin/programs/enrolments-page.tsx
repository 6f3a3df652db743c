import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { isAdmin, useMe } from '../../../app/session.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { TextLink } from '../../../ui/links.js';
import { ListPage } from '../../../ui/list-page.js';
import { Money } from '../../../ui/money.js';
import { PagedList } from '../../../ui/paged-list.js';
import { EnrolmentStatus } from '../../../ui/programs/enrolment-status.js';
import { enrolmentFilters, readEnrolmentFilter } from '../../../ui/programs/filter.js';
import { enrolmentsQuery } from '../../../ui/programs/queries.js';
import type { Enrolment } from '../../../wire.js';
import { RefundEnrolmentDialog } from './refund-enrolment-dialog.js';

/** Who enrolled in what: everything for admins, for mentors what they mentor. */
export function EnrolmentsPage() {
  const filter = useSearch({ from: '/signed-in/enrolments' });
  const navigate = useNavigate({ from: '/enrolments' });
  const list = useInfiniteQuery(enrolmentsQuery(filter));
  const admin = isAdmin(useMe());
  const [refunded, setRefunded] = useState<Enrolment>();
  const filtered = Object.keys(filter).length > 0;
  const empty = (
    <Paper>
      <EmptyState icon={IconUsersGroup} title={filtered ? 'Nothing matches' : 'Nobody enrolled yet'}>
        {filtered ? 'Choose another filter, or search for part of a name, an address, a program or an order number.' : 'Orders appear here as soon as somebody begins to enrol.'}
      </EmptyState>
    </Paper>
  );
  return (
    <>
      <ListPage
        title="Enrolments"
        actions={filter.program && <Button variant="default" onClick={() => void navigate({ search: (old) => readEnrolmentFilter({ ...old, program: undefined }) })}>All programs</Button>}
        searchLabel="Search name, order or program"
        search={filter.search ?? ''}
        onSearch={(search) => void navigate({ search: (old) => readEnrolmentFilter({ ...old, search }), replace: true })}
        filters={enrolmentFilters}
        filter={filter.status ?? ''}
        onFilter={(status) => void navigate({ search: (old) => readEnrolmentFilter({ ...old, status }) })}
      >
        <PagedList list={list} noun="enrolments" empty={empty}>
          {(items) => (
            <Paper component="ul" className={classes['list']}>
              {items.map((one) => (
                <li key={one.id} className={classes['item']}>
                  <Row enrolment={one} {...(admin && (one.status === 'completed' || one.refund_failed) ? { onRefund: () => setRefunded(one) } : {})} />
                </li>
              ))}
            </Paper>
          )}
        </PagedList>
      </ListPage>
      {refunded && <RefundEnrolmentDialog enrolment={refunded} onClose={() => setRefunded(undefined)} />}
    </>
  );
}

function Row({ enrolment: one, onRefund }: { enrolment: Enrolment; onRefund?: () => void }) {
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ minWidth: 0, flex: '1 1 260px' }}>
        <Group gap={8}>
          <TextLink to="/purchases/$purchaseId/receipt" params={{ purchaseId: one.id }} fw={600}>
            {one.user.name}
          </TextLink>
          {one.is_class_rep && (
            <Badge variant="outline" color="gray" c="var(--mantine-color-text)" radius="xl">
              Class rep
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {one.program.title}, {one.order_number}, <Day value={one.completed_at ?? one.ordered_at} />
        </Text>
      </div>
      <Group gap="md">
        <Text fw={600}>
          <Money amount={one.price.final} currency={one.currency} />
          {one.amount_refunded > 0 && (
            <Text component="span" size="sm" c="dimmed" fw={400}>
              {' '}
              (<Money amount={one.amount_refunded} currency={one.currency} /> back)
            </Text>
          )}
        </Text>
        <EnrolmentStatus enrolment={one} />
        {onRefund && (
          <Button size="sm" variant="default" onClick={onRefund} aria-label={`Refund ${one.order_number}`}>
            {one.refundable > 0 ? 'Refund' : 'End'}
          </Button>
        )}
      </Group>
    </Group>
  );
}
