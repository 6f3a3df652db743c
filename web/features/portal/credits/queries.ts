import { queryOptions } from '@tanstack/react-query';
import { listCreditPackages, listCreditPurchases, listCreditSpends, readCreditNotice, readCredits, readTopUp } from '../../../api-credits.js';

export const creditsQuery = queryOptions({ queryKey: ['credits', 'own'], queryFn: ({ signal }) => readCredits(signal) });
export const packagesQuery = queryOptions({ queryKey: ['credits', 'packages'], queryFn: ({ signal }) => listCreditPackages(signal) });
export const purchasesQuery = queryOptions({ queryKey: ['credits', 'purchases'], queryFn: ({ signal }) => listCreditPurchases(signal) });
export const spendsQuery = queryOptions({ queryKey: ['credits', 'spends'], queryFn: ({ signal }) => listCreditSpends(signal) });
export const noticeQuery = queryOptions({ queryKey: ['credits', 'notice'], queryFn: ({ signal }) => readCreditNotice(signal) });
export const topUpQuery = queryOptions({ queryKey: ['credits', 'top-up'], queryFn: ({ signal }) => readTopUp(signal) });
