import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../../../app/session.js';
import { PaymentsListPage } from '../../../ui/payments/payments-list-page.js';
import { NoAccountBook } from '../no-account-book.js';

/** What this customer paid. */
export function PaymentsPage() {
  return useMe().customer ? <Payments /> : <NoAccountBook title="Payments" />;
}

function Payments() {
  const filter = useSearch({ from: '/signed-in/payments' });
  const navigate = useNavigate({ from: '/payments' });
  return <PaymentsListPage audience="customer" filter={filter} onFilter={(search, replace) => void navigate({ search, replace })} />;
}
