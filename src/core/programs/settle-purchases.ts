import type { CheckoutCompleted, PaymentEnded, PaymentFacts, PaymentFailed, PaymentSettled } from '../events.js';
import { post } from '../ledger/index.js';
import { requestRefund } from '../payments/index.js';
import { record } from '../audit/index.js';
import { SYSTEM } from '../tx.js';
import type { Tx } from '../tx.js';
import { mailConfirmation } from './mail-enrolments.js';
import { soldPosting } from './postings.js';
import { hasClassRepPlace, hasSeat } from './program.js';
import { countPlaces, lockPrograms } from './programs-store.js';
import type { Purchase } from './purchase.js';
import { changePurchase, lockLivePurchase, lockPurchases, writePayer } from './purchases-store.js';

/** Events of payments for programs, with their purchases locked. The program's own lock is for whoever counts places. */
export async function withPurchases<E extends PaymentFacts>(tx: Tx, events: readonly E[]): Promise<{ readonly event: E; readonly purchaseId: string; readonly purchases: Map<string, Purchase> }[]> {
  const mine = events.flatMap((event) => (event.targets[0]?.kind === 'program' ? [{ event, purchaseId: event.targets[0].subjectId }] : []));
  if (mine.length === 0) return [];
  const purchases = await lockPurchases(tx, mine.map((one) => one.purchaseId));
  return mine.map((one) => ({ ...one, purchases }));
}

/** Money for orders arrived: they are completed and confirmed, once. What has no place any more goes back. */
export async function completePurchases(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  for (const { event, purchaseId, purchases } of await withPurchases(tx, events)) {
    const purchase = purchases.get(purchaseId);
    const surplus = !purchase || !(purchase.live || (await takesPlace(tx, purchase)));
    post(tx, soldPosting(event, event.amountReceived, surplus));
    if (surplus) await sendBack(tx, event, purchase);
    else {
      const change = { state: 'completed', live: true, completedAt: tx.now, holdUntil: null } as const;
      await changePurchase(tx, purchase.id, change);
      purchases.set(purchaseId, { ...purchase, ...change });
      mailConfirmation(tx, { ...purchase, ...change });
    }
  }
}

/** An order that had been given up is paid after all: is there a place for it? */
async function takesPlace(tx: Tx, purchase: Purchase): Promise<boolean> {
  const program = (await lockPrograms(tx, [purchase.programId])).get(purchase.programId);
  if (!program || await lockLivePurchase(tx, purchase.userId, program.id)) return false;
  const places = await countPlaces(tx, program.id);
  return hasSeat(program, places) && (!purchase.price.isClassRep || hasClassRepPlace(program, places));
}

async function sendBack(tx: Tx, event: PaymentSettled, purchase: Purchase | undefined): Promise<void> {
  if (purchase) await changePurchase(tx, purchase.id, { surplus: true });
  await requestRefund(tx, { paymentId: event.paymentId, processor: event.processor, account: event.account, amount: event.amountReceived, reason: 'no_place' });
  record(tx, { actor: SYSTEM, action: 'purchase.surplus', resourceType: 'purchase', resourceId: purchase?.id ?? null, details: { payment_id: event.paymentId, amount: event.amountReceived } });
}

/** An attempt was declined. The page may still be open, so the place is kept; what is completed stays so. */
export async function failPurchases(tx: Tx, events: readonly PaymentFailed[]): Promise<void> {
  for (const { purchaseId, purchases } of await withPurchases(tx, events)) {
    if (purchases.get(purchaseId)?.state === 'pending') await changePurchase(tx, purchaseId, { state: 'failed' });
  }
}

/** Nobody can pay any more: the place is free. */
export async function endPurchases(tx: Tx, events: readonly PaymentEnded[]): Promise<void> {
  for (const { purchaseId, purchases } of await withPurchases(tx, events)) {
    const state = purchases.get(purchaseId)?.state;
    if (state === 'pending' || state === 'failed') await changePurchase(tx, purchaseId, { state: 'failed', live: false, holdUntil: null });
  }
}

/** Who paid, as he told the processor's page. */
export async function recordPayers(tx: Tx, events: readonly CheckoutCompleted[]): Promise<void> {
  for (const { event, purchaseId, purchases } of await withPurchases(tx, events)) {
    if (purchases.has(purchaseId)) await writePayer(tx, purchaseId, event.payer);
  }
}
