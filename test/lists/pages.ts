import { listInvoices } from '../../src/core/invoices/index.js';
import { listPayments } from '../../src/core/payments/index.js';
import type { Reader } from '../../src/core/tx.js';

type Page = readonly [name: string, show: (reader: Reader, customerId: string) => Promise<unknown>];

const invoices = (wish: object) => (reader: Reader) => listInvoices(reader, { limit: 25, today: '2025-01-01', ...wish });
const ownInvoices = (wish: object) => (reader: Reader, customerId: string) => listInvoices(reader, { limit: 25, today: '2025-01-01', customerId, ...wish });
const payments = (wish: object) => (reader: Reader) => listPayments(reader, { limit: 25, ...wish });
const ownPayments = (wish: object) => (reader: Reader, customerId: string) => listPayments(reader, { limit: 25, customerId, ...wish });

/** Every list that people page through, as it is asked in the written history of test/bench/history.ts. */
export const PAGES: readonly Page[] = [
  ['all invoices', invoices({})], ['open', invoices({ status: 'open' })], ['overdue', invoices({ status: 'overdue' })], ['pending', invoices({ status: 'pending', today: '2022-06-01' })],
  ['drafts', invoices({ status: 'draft' })], ['cancelled', invoices({ status: 'cancelled' })], ['paid', invoices({ status: 'paid' })],
  ['a number', invoices({ search: 'INV-0000500' })], ['a name', invoices({ search: 'Person 7 ' })],
  ['one’s own invoices', ownInvoices({})], ['one’s own open', ownInvoices({ status: 'open' })], ['one’s own overdue', ownInvoices({ status: 'overdue' })],
  ['one’s own paid', ownInvoices({ status: 'paid' })], ['a customer’s with drafts', ownInvoices({ drafts: true })], ['among one’s own', ownInvoices({ search: '0000500' })],
  ['all payments', payments({})], ['payments of a year', payments({ year: 2022 })], ['failed payments', payments({ status: 'failed' })], ['pending payments', payments({ status: 'pending' })],
  ['payment by number', payments({ search: 'INV-0000500' })], ['payments by name', payments({ search: 'Person 7 ' })],
  ['one’s own payments', ownPayments({})], ['one’s own failed', ownPayments({ status: 'failed' })], ['one’s own by number', ownPayments({ search: 'INV-0000500' })],
];
