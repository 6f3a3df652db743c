import type { Role } from '../src/kernel/roles.js';

/** What travels between this app and the server. Money is decimal (185 = $185.00), instants are ISO 8601. */

export interface DemoLogin {
  role: string;
  label: string;
  email: string;
  password: string;
}

export interface Config {
  mode: 'demo' | 'live';
  business: { name: string; logo_url: string | null; currency: string; time_zone: string };
  stripe: { publishable_key: string | null; sandbox_port: number | null };
  mailbox_port: number | null;
  demo_logins: DemoLogin[];
}

export interface Me {
  user: { id: string; email: string; name: string; roles: Role[] };
  customer: { id: string; name: string; email: string; stripe_customer_id: string | null } | null;
  points: number | null;
}

export type InvoiceStatus = 'draft' | 'pending' | 'overdue' | 'paid' | 'cancelled';

export interface InvoiceSummary {
  id: string;
  invoice_number: string | null;
  status: InvoiceStatus;
  issued_at: string | null;
  due_date: string | null;
  total: number;
  amount_paid: number;
  amount_due: number;
  amount_refunded: number;
  currency: string;
  customer_name: string;
}

export interface InvoiceLine {
  description: string;
  quantity: number;
  unit_price: number;
  amount: number;
  tax_amount: number;
}

export interface InvoicePayment {
  id: string;
  state: string;
  amount: number;
  refunded: number;
  card_brand: string | null;
  card_last4: string | null;
  created_at: string;
  settled_at: string | null;
}

export interface CreditNote {
  id: string;
  number: string;
  amount: number;
  issued_at: string;
}

export interface Invoice extends InvoiceSummary {
  amount: number;
  tax_amount: number;
  memo: string | null;
  business: { name: string };
  customer: { id: string; name: string; email: string };
  lines: InvoiceLine[];
  payments: InvoicePayment[];
  credit_notes: CreditNote[];
  points_awarded: number;
}

export interface InvoicePage {
  items: InvoiceSummary[];
  next_cursor: string | null;
}

export interface RefundOrder {
  amount?: number;
  reason?: string;
  keep_owing?: boolean;
}

export interface Refund {
  refund_id: string;
  status: 'succeeded' | 'pending';
  amount: number;
  credit_note: { number: string; amount: number } | null;
}
