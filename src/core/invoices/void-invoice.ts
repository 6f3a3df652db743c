import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { post } from '../ledger/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Invoice } from './invoice.js';
import { voidPosting } from './postings.js';
import { lockInvoices, markVoided } from './store.js';

/** Takes an unpaid invoice back: nothing is owed any more, its number stays taken. `invoice_not_editable` once money came. */
export async function voidInvoice(tx: Tx, invoiceId: string, actor: Actor): Promise<Invoice> {
  const [invoice] = await lockInvoices(tx, [invoiceId]);
  if (!invoice) throw new Failure('invoice_not_found');
  if (invoice.voidedAt || invoice.paidAt || invoice.amountPaid > 0n) throw new Failure('invoice_not_editable');
  await markVoided(tx, invoice.id);
  if (invoice.issuedAt && invoice.total > 0n) post(tx, voidPosting(invoice));
  record(tx, { actor, action: 'invoice.voided', resourceType: 'invoice', resourceId: invoice.id, details: { number: invoice.number, total: invoice.total } });
  touch(tx, invoice.customerId);
  return { ...invoice, voidedAt: tx.now };
}
