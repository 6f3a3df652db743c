import { Failure } from '../../kernel/failure.js';
import { addDays, dayIn } from '../../kernel/period.js';
import type { Day } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { holdCustomer } from '../customers/index.js';
import { post } from '../ledger/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import type { Invoice } from './invoice.js';
import { issuePosting } from './postings.js';
import { changeInvoice, lockInvoices, markIssued, takeSeriesNumbers } from './store.js';

export interface IssueOptions {
  /** Instead of the day the draft names, or the business's days from today. */
  readonly dueDate?: Day | null;
  /** Its customer is told some other way, or knows: no mail. */
  readonly quiet?: boolean;
}

/**
 * Makes a draft a bill: it gets the next number of its series (gapless also under concurrency), a due day, and
 * from now on it is owed. An invoice over nothing is paid at once. `invoice_not_found`, `invoice_not_editable`,
 * `customer_not_found` for a draft of a customer who was put away.
 */
export async function issueInvoice(tx: Tx, invoiceId: string, actor: Actor, { dueDate: wished, quiet = false }: IssueOptions = {}): Promise<Invoice> {
  const [draft] = await lockInvoices(tx, [invoiceId]);
  if (!draft) throw new Failure('invoice_not_found');
  if (draft.issuedAt || draft.voidedAt) throw new Failure('invoice_not_editable');
  await holdCustomer(tx, draft.customerId);
  const settings = await businessSettings(tx);
  const [next] = await takeSeriesNumbers(tx, 'invoice', 1);
  const number = `${settings.invoice_prefix}${String(next).padStart(5, '0')}`;
  const dueDate = wished ?? draft.dueDate ?? addDays(dayIn(settings.time_zone, tx.now), settings.invoice_due_days);
  await markIssued(tx, draft.id, number, dueDate);
  const issued: Invoice = { ...draft, number, dueDate, issuedAt: tx.now, version: draft.version + 1, paidAt: draft.total === 0n ? tx.now : null };
  if (issued.total > 0n) post(tx, issuePosting(issued));
  else changeInvoice(tx, issued);
  tx.announce({
    type: 'invoice.issued', invoiceId: issued.id, customerId: issued.customerId, customer: issued.customer, invoiceNumber: number, currency: issued.currency, total: issued.total,
    dueDate, milestone: issued.milestone, autoCharge: issued.autoCharge, quiet,
  });
  record(tx, { actor, action: 'invoice.issued', resourceType: 'invoice', resourceId: issued.id, details: { number, total: issued.total, due_date: dueDate } });
  return issued;
}
