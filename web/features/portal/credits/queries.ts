import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { listCreditPackages, listCreditPurchases, listCreditSpends, readCreditNotice, readCredits, readTopUp } from '../../../api-credits.js';

export const creditsQuery = queryOptions({ queryKey: ['credits', 'own'], queryFn: ({ signal }) => readCredits(signal) });
export const packagesQuery = queryOptions({ queryKey: ['credits', 'packages'], queryFn: ({ signal }) => listCreditPackages(signal) });
export const purchasesQuery = queryOptions({ queryKey: ['credits', 'purchases'], queryFn: ({ signal }) => listCreditPurchases(signal) });
export const spendsQuery = queryOptions({ queryKey: ['credits', 'spends'], queryFn: ({ signal }) => listCreditSpends(signal) });
export const noticeQuery = queryOptions({ queryKey: ['credits', 'notice'], queryFn: ({ signal }) => readCreditNotice(signal) });
export const topUpQuery = queryOptions({ queryKey: ['credits', 'top-up'], queryFn: ({ signal }) => readTopUp(signal) });

const LOOKS = 12;
const PAUSE_MS = 1_000;

/** Paid at the processor: the credits come with its event, moments later. True once they are there. */
export async function awaitCredits(queries: QueryClient, before: number): Promise<boolean> {
  for (let look = 0; look < LOOKS; look++) {
    const { balance } = await queries.fetchQuery({ ...creditsQuery, staleTime: 0 });
    if (balance > before) {
      await queries.invalidateQueries({ queryKey: ['credits'] });
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  await queries.invalidateQueries({ queryKey: ['credits'] });
  return false;
}
