import { queryOptions } from '@tanstack/react-query';
import { confirmPublicInvoice, readPublicInvoice } from '../../api.js';
import { ApiError } from '../../client.js';
import { returnedIntent } from '../../ui/pay/returned.js';

const WAITING_MS = 3_000;

/** A linked invoice. While money is under way, and when the bank's page leads back here, our server is asked to look at the processor. */
export const publicInvoiceQuery = (token: string) =>
  queryOptions({
    queryKey: ['public-invoice', token],
    queryFn: ({ signal }) => (returnedIntent() ? confirmPublicInvoice(token, signal) : readPublicInvoice(token, signal)),
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status === 404),
    refetchInterval: ({ state }) => (state.data?.next === 'wait' ? WAITING_MS : false),
  });
