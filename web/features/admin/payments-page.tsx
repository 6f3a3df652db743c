import { useNavigate, useSearch } from '@tanstack/react-router';
import { PaymentsListPage } from '../../ui/payments/payments-list-page.js';

/** Every payment of the business. */
export function AdminPaymentsPage() {
  const filter = useSearch({ from: '/signed-in/admin/payments' });
  const navigate = useNavigate({ from: '/admin/payments' });
  return <PaymentsListPage audience="business" filter={filter} onFilter={(search, replace) => void navigate({ search, replace })} />;
}
