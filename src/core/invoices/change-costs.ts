import { Failure } from '../../kernel/failure.js';
import { LARGEST_AMOUNT, shareOf } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { post } from '../ledger/index.js';
import { whileNoneIsLive } from '../payments/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { settled } from './invoice.js';
import type { Invoice } from './invoice.js';
import { costsPosting } from './postings.js';
import { lockInvoices, writeCosts } from './store.js';

export interface ChangeCosts {
  readonly invoiceId: string;
  readonly infrastructureCosts: Minor;
  readonly actor: Actor;
}

/**
 * Sets the infrastructure costs of an invoice that nobody has paid anything of; tax and total follow, and the ledger
 * gets the difference. A form left open over the old amount is ended first; while money is under way it is
 * `payment_in_progress`. `invoice_not_found`, `invoice_not_editable`, `amount_invalid`.
 */
export async function changeCosts(world: World, wish: ChangeCosts): Promise<Invoice> {
  if (wish.infrastructureCosts < 0n) throw new Failure('amount_invalid');
  return whileNoneIsLive(world, async (tx) => {
    const [invoice] = await lockInvoices(tx, [wish.invoiceId]);
    if (!invoice) throw new Failure('invoice_not_found');
    if (invoice.voidedAt || invoice.paidAt || invoice.amountPaid > 0n || invoice.amountCredited > 0n) throw new Failure('invoice_not_editable');
    return { kind: 'invoice', subjectIds: [invoice.id], work: () => change(tx, invoice, wish) };
  });
}

async function change(tx: Tx, before: Invoice, { infrastructureCosts, actor }: ChangeCosts): Promise<Invoice> {
  if (infrastructureCosts === before.infrastructureCosts) return before;
  const rate = before.infrastructureTaxPpm;
  const taxAmount = before.taxAmount - shareOf(before.infrastructureCosts, rate) + shareOf(infrastructureCosts, rate);
  const total = before.amount + infrastructureCosts + taxAmount;
  if (total > LARGEST_AMOUNT) throw new Failure('amount_invalid');
  const costChanges = before.issuedAt ? before.costChanges + 1 : 0;
  const changed: Invoice = { ...before, infrastructureCosts, taxAmount, total, costChanges, version: before.version + 1 };
  const after = before.issuedAt ? settled(changed, tx.now) : changed;
  await writeCosts(tx, after);
  if (before.issuedAt) post(tx, costsPosting(before, after));
  record(tx, { actor, action: 'invoice.costs_changed', resourceType: 'invoice', resourceId: before.id, details: { from: before.infrastructureCosts, to: infrastructureCosts, total } });
  touch(tx, before.customerId);
  return after;
}
