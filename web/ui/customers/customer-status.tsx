import type { CustomerSummary } from '../../wire.js';
import { StatusMark, type Tone } from '../status-mark.js';

const words: Record<CustomerSummary['status'], [Tone, string]> = {
  active: ['good', 'Active'],
  onboarding: ['waiting', 'Onboarding'],
  pending: ['waiting', 'Pending'],
  inactive: ['quiet', 'Inactive'],
};

export function CustomerStatus({ customer }: { customer: Pick<CustomerSummary, 'status' | 'archived_at'> }) {
  const [tone, word] = customer.archived_at === null ? words[customer.status] : (['quiet', 'Archived'] as const);
  return <StatusMark tone={tone}>{word}</StatusMark>;
}

/** The company, or the person who has none. */
export function customerName(customer: Pick<CustomerSummary, 'name' | 'company_name'>): string {
  return customer.company_name ?? customer.name;
}
