import { Failure } from '../../kernel/failure.js';
import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { payWithNewCredit } from '../invoices/index.js';
import type { Payment } from '../payments/index.js';
import type { Actor, Tx, World } from '../tx.js';
import { availableIn } from './lots.js';
import { spendCredits } from './spend-credits.js';
import { lockWallet } from './store.js';

export interface PayFromCredits {
  /** One of the customer's open invoices. */
  readonly invoiceId: string;
  readonly customerId: string;
  /** Whose prepaid credits pay: one of the customer's users. */
  readonly userId: string;
  /** Minor units; as much as there is, up to what is open, when null. */
  readonly amount: Minor | null;
  /** Names the request: repeated, it is the same payment. */
  readonly requestKey?: string | null;
  readonly actor: Actor;
}

/**
 * Pays an invoice, whole or in part, out of prepaid credits at their face value (docs/decisions/0008): they become the
 * customer's credit, which pays. Undone, they come back as that credit. `amount_invalid`, `credits_insufficient`, and
 * what `payWithNewCredit` refuses.
 */
export function payFromCredits(world: World, wish: PayFromCredits): Promise<Payment> {
  const { userId, amount: asked, actor } = wish;
  return payWithNewCredit(world, wish, async (tx, { customerId, currency, number }, open) => {
    const available = await toSpend(tx, userId, currency);
    if (asked !== null && (asked <= 0n || asked > open)) throw new Failure('amount_invalid', { open: open.toString() });
    const amount = asked ?? smaller(available, open);
    if (amount <= 0n || amount > available) throw new Failure('credits_insufficient', { available: available.toString() });
    // The payment bears the request's name, and is looked for before this.
    await spendCredits(tx, { userId, amount, purpose: `Invoice ${number ?? ''}`.trim(), hold: false, creditOf: customerId, requestKey: null, actor });
    return amount;
  });
}

/** Of a wallet in this currency, which stays locked. */
async function toSpend(tx: Tx, userId: string, currency: string): Promise<Minor> {
  const wallet = await lockWallet(tx, userId, currency);
  return wallet.currency === currency ? availableIn(wallet, tx.now) : 0n;
}
