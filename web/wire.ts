/** What travels between this app and the server: the words of its contracts, types only. Money is decimal (185 = $185.00). */
import type { Static } from 'typebox';
import type { App, InvoiceDetails, InvoiceItem, Refunded } from '../src/apis/app/contract.js';
import type { session } from '../src/apis/app/contract-session.js';
import type { Portal } from '../src/apis/portal/contract.js';

export type { Config, DemoLogin, InvoicePage, Me } from '../src/apis/app/contract.js';

export type InvoiceSummary = InvoiceItem;
export type Invoice = InvoiceDetails;
export type InvoiceStatus = InvoiceItem['status'];
export type InvoicePayment = InvoiceDetails['payments'][number];
export type Refund = Refunded;
export type RefundOrder = Static<App['POST /api/app/payments/{id}/refund']['body']>;

/** Every call that this app may make. */
export type Routes = App & typeof session & Portal;
