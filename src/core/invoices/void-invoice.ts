import { Failure } from '../../kernel/failure.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { post } from '../ledger/index.js';
import { whileNoneIsLive } from '../payments/index.js';
import type { Actor, Tx, World } from '../tx.js';
import type { Invoice } from './invoice.js';
import { voidPosting } from './postings.js';
import { lockInvoices, markVoided } from './store.js';

/**
 * Takes an unpaid invoice back, or drops a draft: nothing is owed any more, its number stays taken. A form left open
 * for it is ended first. `invoice_not_editable` once money came or a credit note was given, `payment_in_progress`
 * while money is under way.
 */
export async function voidInvoice(world: World, invoiceId: string, actor: Actor, { onlyDraft = false } = {}): Promise<Invoice> {
  return whileNoneIsLive(world, async (tx) => {
    const [invoice] = await lockInvoices(tx, [invoiceId]);
    if (!invoice) throw new Failure('invoice_not_found');
    if (invoice.voidedAt || (onlyDraft && invoice.issuedAt) || invoice.paidAt || invoice.amountPaid > 0n || invoice.amountCredited > 0n) throw new Failure('invoice_not_editable');
    return { kind: 'invoice', subjectIds: [invoice.id], work: () => takeBack(tx, invoice, actor) };
  });
}

async function takeBack(tx: Tx, invoice: Invoice, actor: Actor): Promise<Invoice> {
  await markVoided(tx, invoice.id);
  if (invoice.issuedAt && invoice.total > 0n) post(tx, voidPosting(invoice));
  record(tx, { actor, action: 'invoice.voided', resourceType: 'invoice', resourceId: invoice.id, details: { number: invoice.number, total: invoice.total } });
  touch(tx, invoice.customerId);
  return { ...invoice, voidedAt: tx.now };
}
