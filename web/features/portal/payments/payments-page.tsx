import { useNavigate, useSearch } from '@tanstack/react-router';
import { PaymentsListPage } from '../../../ui/payments/payments-list-page.js';

/** What this customer paid. */
export function PaymentsPage() {
  const filter = useSearch({ from: '/signed-in/payments' });
  const navigate = useNavigate({ from: '/payments' });
  return <PaymentsListPage audience="customer" filter={filter} onFilter={(search, replace) => void navigate({ search, replace })} />;
}
