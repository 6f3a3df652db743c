import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { InvoiceIssued } from '../events.js';
import type { Tx } from '../tx.js';
import { queueMail } from './queue-mail.js';

/** Every invoice goes to its customer as it is issued, with a link to pay it by; the link is made when the mail leaves. */
export async function mailIssuedInvoices(tx: Tx, events: readonly InvoiceIssued[]): Promise<void> {
  for (const event of events) {
    if (event.quiet) continue;
    queueMail(tx, 'invoice_issued', {
      occasion: 'invoice.issued', subjectId: event.invoiceId, recipient: event.customer.email,
      data: {
        name: event.customer.name, invoice_id: event.invoiceId, invoice_number: event.invoiceNumber, due_date: event.dueDate,
        amount: formatMajor(event.total, exponentOf(event.currency)), currency: event.currency, milestone: event.milestone, auto_charge: event.autoCharge,
      },
    });
  }
}
