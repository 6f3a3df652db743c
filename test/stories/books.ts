import type pg from 'pg';
import type { Paydesk } from './start-paydesk.js';

/** What the database and the partners hold about one invoice; amounts in cents. */
export interface InvoiceBooks {
  total: number;
  paid: number;
  refunded: number;
  /** Settled payments, and what they brought. */
  settlements: number;
  received: number;
  points: number;
  creditNotes: number;
  /** Successful charges at the sandbox, counted there. */
  charges: number;
}

const STATEMENT = `
  SELECT i.total::int, i.amount_paid::int AS paid, i.amount_refunded::int AS refunded,
    (SELECT count(*)::int FROM payment_targets t JOIN payments p ON p.id = t.payment_id
      WHERE t.kind = 'invoice' AND t.subject_id = i.id AND p.state = 'succeeded') AS settlements,
    (SELECT coalesce(sum(p.amount_received), 0)::int FROM payment_targets t JOIN payments p ON p.id = t.payment_id
      WHERE t.kind = 'invoice' AND t.subject_id = i.id AND p.state = 'succeeded') AS received,
    coalesce((SELECT points::int FROM loyalty_invoice_points l WHERE l.invoice_id = i.id), 0) AS points,
    (SELECT count(*)::int FROM credit_notes c WHERE c.invoice_id = i.id) AS "creditNotes"
  FROM invoices i WHERE i.id = $1`;

export async function readBooks(client: pg.Client, paydesk: Paydesk, invoiceId: string): Promise<InvoiceBooks> {
  const { rows } = await client.query<Omit<InvoiceBooks, 'charges'>>(STATEMENT, [invoiceId]);
  if (!rows[0]) throw new Error(`There is no invoice ${invoiceId}.`);
  return { ...rows[0], charges: await countCharges(paydesk, invoiceId) };
}

/** Units whose entries do not sum to zero: none, always. */
export async function unbalancedUnits(client: pg.Client): Promise<unknown[]> {
  return (await client.query('SELECT unit, sum(amount) FROM ledger_entries GROUP BY unit HAVING sum(amount) <> 0')).rows;
}

interface Listed<Row> {
  data: Row[];
}

async function countCharges({ stripe }: Paydesk, invoiceId: string): Promise<number> {
  const intents = await read<Listed<{ id: string; metadata: Record<string, string> }>>(`${stripe}/_sandbox/payment_intents`);
  const own = new Set(intents.data.filter(({ metadata }) => metadata['invoice_0'] === invoiceId).map(({ id }) => id));
  const charges = await read<Listed<{ status: string; payment_intent: string }>>(`${stripe}/_sandbox/charges`);
  return charges.data.filter((charge) => charge.status === 'succeeded' && own.has(charge.payment_intent)).length;
}

/** Subjects of the mails that name this invoice. */
export async function subjectsAbout({ mailbox }: Paydesk, invoiceNumber: string): Promise<string[]> {
  const mails = await read<{ subject: string; text: string }[]>(`${mailbox}/messages?search=${encodeURIComponent(invoiceNumber)}`);
  return mails.filter(({ subject, text }) => `${subject} ${text}`.includes(invoiceNumber)).map(({ subject }) => subject);
}

async function read<Shape>(url: string): Promise<Shape> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as Shape;
}
