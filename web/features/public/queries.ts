import { queryOptions } from '@tanstack/react-query';
import { confirmPublicInvoice, readPublicInvoice } from '../../api.js';
import { ApiError } from '../../client.js';

const WAITING_MS = 3_000;

/** A linked invoice. While money is under way our server is asked to look at the processor. */
export const publicInvoiceQuery = (token: string) =>
  queryOptions({
    queryKey: ['public-invoice', token],
    queryFn: ({ signal }) => (comesBack() ? confirmPublicInvoice(token, signal) : readPublicInvoice(token, signal)),
    retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status === 404),
    refetchInterval: ({ state }) => (state.data?.next === 'wait' ? WAITING_MS : false),
  });

/** The bank's page leads back here with the name of the payment in the address. */
const comesBack = () => new URLSearchParams(location.search).has('payment_intent');
