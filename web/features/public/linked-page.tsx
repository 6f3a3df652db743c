import { useParams } from '@tanstack/react-router';
import { NoSuchLink } from './public-frame.js';
import { PublicInvoicePage } from './public-invoice-page.js';
import { PublicProposalPage } from './public-proposal-page.js';

/** What a mailed link leads to; its first letter says of which kind it is, and the server whether it is genuine. */
export function LinkedPage() {
  const { token } = useParams({ from: '/p/$token' });
  if (token.startsWith('i')) return <PublicInvoicePage token={token} />;
  if (token.startsWith('p')) return <PublicProposalPage token={token} />;
  return <NoSuchLink />;
}
