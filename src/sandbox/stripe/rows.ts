import type { Metadata } from './params.js';

/** What the sandbox keeps of each object; the views add what never changes. Amounts are in the smallest unit. */
export interface Rows {
  customer: CustomerRow;
  payment_method: PaymentMethodRow;
  payment_intent: PaymentIntentRow;
  setup_intent: SetupIntentRow;
  charge: ChargeRow;
  balance_transaction: BalanceTransactionRow;
  refund: RefundRow;
  dispute: DisputeRow;
  webhook_endpoint: WebhookEndpointRow;
  checkout_session: CheckoutSessionRow;
}
export type Kind = keyof Rows;

export interface BaseRow {
  id: string;
  /** Unix seconds. */
  created: number;
  metadata: Metadata;
  deleted?: boolean;
}

export interface CustomerRow extends BaseRow {
  name: string | null;
  email: string | null;
  phone: string | null;
  description: string | null;
  address: Record<string, string | null> | null;
  shipping: Shipping | null;
  balance: number;
  tax_exempt: string;
  default_payment_method: string | null;
  preferred_locales: string[];
}

export interface Billing {
  address: Record<string, string | null> | null;
  email: string | null;
  name: string | null;
  phone: string | null;
}

export interface Shipping {
  address: Record<string, string | null> | null;
  name: string | null;
  phone: string | null;
  carrier: string | null;
  tracking_number: string | null;
}

export interface Card {
  brand: string;
  last4: string;
  exp_month: number;
  exp_year: number;
  fingerprint: string;
  country: string;
  funding: string;
  cvc: boolean;
}

export interface PaymentMethodRow extends BaseRow {
  customer: string | null;
  card: Card;
  billing: Billing;
  /** The name of a test card's behaviour, see cards.ts. */
  behaviour: string;
  /** Paid with once without a customer: cannot be used again. */
  spent: boolean;
  /** Authenticated for later use without its holder. */
  set_up: boolean;
  detached: boolean;
  allow_redisplay: string;
}

export interface IntentError {
  type: string;
  message: string;
  code?: string;
  decline_code?: string;
  doc_url?: string;
  charge?: string;
  payment_method?: PaymentMethodRow;
}

interface IntentRow extends BaseRow {
  status: string;
  secret: string;
  customer: string | null;
  payment_method: string | null;
  description: string | null;
  /** `null`: chosen automatically. */
  methods: string[] | null;
  allow_redirects: string;
  allowed_methods: string[] | null;
  error: IntentError | null;
  /** Where the authentication page sends the payer; an empty text hands that to the page's opener. */
  return_url: string | null;
  canceled_at: number | null;
  cancellation_reason: string | null;
}

export interface PaymentIntentRow extends IntentRow {
  amount: number;
  currency: string;
  amount_capturable: number;
  amount_received: number;
  capture_method: string;
  confirmation_method: string;
  charge: string | null;
  receipt_email: string | null;
  setup_future_usage: string | null;
  shipping: Shipping | null;
  statement_descriptor: string | null;
  statement_descriptor_suffix: string | null;
  transfer_group: string | null;
  /** The pending authentication came from a page that runs Stripe.js. */
  sdk: boolean;
  /** The checkout session whose page asks for it. */
  checkout?: string;
}

export interface SetupIntentRow extends IntentRow {
  usage: string;
  sdk: boolean;
}

export interface ChargeRow extends BaseRow {
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  currency: string;
  status: string;
  captured: boolean;
  payment_intent: string;
  customer: string | null;
  payment_method: string;
  card: Card;
  billing: Billing;
  authenticated: boolean;
  balance_transaction: string | null;
  description: string | null;
  disputed: boolean;
  failure: { code: string; message: string; reason: string } | null;
  receipt_email: string | null;
  shipping: Shipping | null;
  statement_descriptor: string | null;
  statement_descriptor_suffix: string | null;
  transfer_group: string | null;
}

export interface BalanceTransactionRow extends BaseRow {
  amount: number;
  fee: number;
  currency: string;
  type: 'charge' | 'refund' | 'adjustment' | 'refund_failure';
  reporting_category: string;
  source: string;
  description: string | null;
}

export interface RefundRow extends BaseRow {
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  balance_transaction: string | null;
  failure_balance_transaction: string | null;
  failure_reason: string | null;
  reason: string | null;
  status: string;
}

export interface DisputeRow extends BaseRow {
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  reason: string;
  status: string;
  brand: string;
  balance_transactions: string[];
  evidence: Record<string, string>;
  submitted: number;
}

export interface WebhookEndpointRow extends BaseRow {
  url: string;
  enabled_events: string[];
  secret: string;
  status: string;
  api_version: string | null;
  description: string | null;
}

export interface CheckoutItem {
  id: string;
  name: string;
  description: string | null;
  /** For one. */
  amount: number;
  quantity: number;
}

export interface CheckoutSessionRow extends BaseRow {
  status: 'open' | 'complete' | 'expired';
  payment_status: 'unpaid' | 'paid';
  amount: number;
  currency: string;
  items: CheckoutItem[];
  customer: string | null;
  customer_email: string | null;
  customer_creation: string | null;
  /** Who paid, once somebody has filled in the page. */
  details: Billing | null;
  client_reference_id: string | null;
  success_url: string;
  cancel_url: string | null;
  /** Unix seconds. */
  expires_at: number;
  payment_intent: string | null;
  /** What the intent is made with. */
  intent: { description: string | null; metadata: Metadata; receipt_email: string | null; setup_future_usage: string | null; statement_descriptor: string | null; statement_descriptor_suffix: string | null; transfer_group: string | null };
  billing_address_collection: string | null;
  submit_type: string | null;
  locale: string | null;
  /** Where browsers find the page: the shop's own host name at this port. */
  base: string;
}

/** What other objects a row is listed under. */
export const links: { [K in Kind]: (row: Rows[K]) => (string | null)[] } = {
  customer: () => [],
  payment_method: (row) => [row.customer],
  payment_intent: (row) => [row.customer],
  setup_intent: (row) => [row.customer],
  charge: (row) => [row.payment_intent, row.customer],
  balance_transaction: (row) => [row.source],
  refund: (row) => [row.charge, row.payment_intent],
  dispute: (row) => [row.charge, row.payment_intent],
  webhook_endpoint: () => [],
  checkout_session: (row) => [row.payment_intent, row.customer],
};
