import { Group, Stack } from '@mantine/core';
import { usePrefetchInfiniteQuery, usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { isAdmin, useMe } from '../../../app/session.js';
import { BackLink } from '../../../ui/back-link.js';
import { customerName, CustomerStatus } from '../../../ui/customers/customer-status.js';
import { customerQuery, historyQuery, membersQuery } from '../../../ui/customers/queries.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { FigureCards, type Figure } from '../../../ui/figure-cards.js';
import { ButtonLink } from '../../../ui/links.js';
import { Money } from '../../../ui/money.js';
import { PageHead } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/skeletons.js';
import type { Customer } from '../../../wire.js';
import { Archive } from './archive.js';
import { Billing } from './billing.js';
import { Facts } from './facts.js';
import { History } from './history.js';
import { LatestInvoices, latestInvoicesQuery } from './latest-invoices.js';
import { Members } from './members.js';

/** One customer: what is owed, how to reach it, how it is billed, who acts for it, what was done. */
export function CustomerPage() {
  const { customerId } = useParams({ from: '/signed-in/admin/customers/$customerId' });
  const me = useMe();
  // What its cards show is asked for together with the customer, not after.
  usePrefetchInfiniteQuery(latestInvoicesQuery(customerId));
  usePrefetchInfiniteQuery(historyQuery(customerId));
  usePrefetchQuery(membersQuery(customerId));
  const { data: customer, error, refetch } = useQuery(customerQuery(customerId));
  if (error && !customer) return <ErrorState title="This customer could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!customer) return <PageSkeleton />;
  return (
    <>
      <PageHead
        title={customerName(customer)}
        note={<>Since <Day value={customer.created_at} /></>}
        back={<BackLink to="/admin/customers">All customers</BackLink>}
        actions={
          <Group gap="sm">
            <CustomerStatus customer={customer} />
            {isAdmin(me) && (
              <ButtonLink to="/admin/customers/$customerId/usage" params={{ customerId }} variant="default" size="sm">
                Usage
              </ButtonLink>
            )}
            {customer.archived_at === null && (
              <>
                {isAdmin(me) && (
                  <ButtonLink to="/admin/proposals/new" search={{ customer: customerId }} variant="default" size="sm">
                    New offer
                  </ButtonLink>
                )}
                <ButtonLink to="/admin/invoices/new" search={{ customer: customerId }} variant="default" size="sm">
                  New invoice
                </ButtonLink>
              </>
            )}
          </Group>
        }
      />
      <Stack gap="lg">
        <FigureCards figures={figuresOf(customer)} />
        <div className="pd-columns">
          <Stack gap="lg">
            <LatestInvoices customerId={customer.id} />
            <Members customer={customer} />
            <History customerId={customer.id} />
          </Stack>
          <Stack gap="lg">
            <Facts customer={customer} />
            <Billing customer={customer} />
            {isAdmin(me) && <Archive customer={customer} />}
          </Stack>
        </div>
      </Stack>
    </>
  );
}

function figuresOf({ balance }: Customer): Figure[] {
  const money = (amount: number) => <Money amount={amount} currency={balance.currency} />;
  return [
    { name: 'Open', value: money(balance.open), note: balance.next_due_date === null ? 'Nothing is due' : <>Next due <Day value={balance.next_due_date} /></> },
    { name: 'Overdue', value: money(balance.overdue) },
    { name: 'Credit', value: money(balance.credit), note: 'Paid and not owed' },
    { name: 'Paid in all', value: money(balance.paid), note: <>of <Money amount={balance.billed} currency={balance.currency} /> billed</> },
  ];
}
