import { Failure } from '../../kernel/failure.js';
import type { Minor } from '../../kernel/money.js';
import { whileNoneIsLive } from '../payments/index.js';
import type { Payment } from '../payments/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { paidBefore, payWithCredit } from './apply-credit.js';
import { creditMoves } from './customer-credit.js';
import { openAmount } from './invoice.js';
import type { Invoice } from './invoice.js';
import { lockInvoices } from './store.js';

export interface PayWithNewCredit {
  /** One of the customer's open invoices. */
  readonly invoiceId: string;
  readonly customerId: string;
  /** Names the request: repeated, it is the same payment. */
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

/** Posts so much to the customer's credit in this very transaction, and says how much: at most what is open. */
export type GiveCredit = (tx: Tx, invoice: Pick<Invoice, 'customerId' | 'currency' | 'number'>, open: Minor) => Promise<Minor>;

/**
 * Pays an invoice, whole or in part, with credit that comes from elsewhere just for it. Forms left open for it are
 * ended first. `invoice_not_found`, `invoice_not_payable`, `invoice_already_paid`, `payment_in_progress`.
 */
export async function payWithNewCredit(world: World, { invoiceId, customerId, requestKey = null, actor }: PayWithNewCredit, give: GiveCredit): Promise<Payment> {
  return whileNoneIsLive(world, async (tx) => {
    const [invoice] = await lockInvoices(tx, [invoiceId]);
    const repeated = await paidBefore(tx, requestKey);
    if (repeated) return repeated;
    if (!invoice?.issuedAt || invoice.customerId !== customerId) throw new Failure('invoice_not_found');
    if (invoice.voidedAt) throw new Failure('invoice_not_payable');
    const open = openAmount(invoice);
    if (open <= 0n) throw new Failure('invoice_already_paid');
    const work = async (): Promise<Payment> => {
      const amount = await give(tx, invoice, open);
      creditMoves(tx, customerId, invoice.currency, amount);
      return payWithCredit(tx, invoice, { amount, requestKey, actor });
    };
    return { kind: 'invoice', subjectIds: [invoice.id], work };
  });
}
