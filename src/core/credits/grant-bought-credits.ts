import { newId } from '../../kernel/ids.js';
import type { Minor } from '../../kernel/money.js';
import type { PaymentSettled } from '../events.js';
import { post } from '../ledger/index.js';
import type { Tx } from '../tx.js';
import type { CreditPurchase } from './credits.js';
import { sweep } from './expire-credits.js';
import { payDebt } from './lots.js';
import type { Lot } from './lots.js';
import { purchasePosting } from './postings.js';
import { insertLot, lockWallet, movePurchases, purchasesById, writeWallet } from './store.js';

const DAY_MS = 86_400_000;

/** Reaction: money for credits arrived. Each payment grants once, what was sold when it was begun; a debt is paid out of it first. */
export async function grantBoughtCredits(tx: Tx, events: readonly PaymentSettled[]): Promise<void> {
  const mine = events.filter((event) => event.targets[0]?.kind === 'credits');
  if (mine.length === 0) return;
  const purchases = new Map((await purchasesById(tx, mine.map((event) => event.targets[0]!.subjectId))).map((one) => [one.id, one]));
  const meant = mine.map((event) => ({ event, purchase: purchases.get(event.targets[0]!.subjectId)! }));
  for (const { event, purchase } of meant.sort((a, b) => (a.purchase.userId < b.purchase.userId ? -1 : 1))) await grant(tx, event, purchase);
  await movePurchases(tx, meant.map(({ purchase }) => purchase.id), ['pending', 'failed', 'canceled'], 'succeeded');
}

async function grant(tx: Tx, event: PaymentSettled, purchase: CreditPurchase): Promise<void> {
  const of = { userId: purchase.userId, currency: event.currency };
  const amount = creditsFor(purchase, event.amountReceived);
  post(tx, purchasePosting(event, of, { received: event.amountReceived, granted: amount, purchaseIds: [purchase.id] }));
  if (amount === 0n) return;
  const before = await lockWallet(tx, purchase.userId, event.currency);
  const lot: Lot = {
    id: newId(tx.now.getTime()), userId: purchase.userId, purchaseId: purchase.id, paymentId: event.paymentId, reason: null, currency: event.currency, amount, spent: 0n, held: 0n, expired: 0n,
    clawedBack: 0n, clawbackTarget: 0n, priority: purchase.priority, expiresAt: purchase.validDays === null ? null : new Date(tx.now.getTime() + purchase.validDays * DAY_MS), createdAt: tx.now,
  };
  await insertLot(tx, lot, null);
  const opened = { ...before, lots: [...before.lots, lot] };
  await writeWallet(tx, opened, payDebt(sweep(tx, opened)));
}

/** What was sold; its part, rounded down, where less money came than was asked for. */
function creditsFor({ price, credits }: CreditPurchase, received: Minor): Minor {
  return received >= price ? credits : (credits * received) / price;
}
