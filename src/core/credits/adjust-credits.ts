import { Failure } from '../../kernel/failure.js';
import { idOf, newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { isPosted, post } from '../ledger/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { checkAmount } from './credits.js';
import { sweep } from './expire-credits.js';
import { moveParts, payDebt, planBurn, sumOf } from './lots.js';
import type { Lot } from './lots.js';
import { adjustPosting } from './postings.js';
import { insertLot, lockWallet, userExists, writeWallet } from './store.js';

interface Adjustment {
  readonly userId: string;
  readonly amount: Minor;
  readonly reason: string;
  /** Names the request: repeated, nothing more is given or taken. */
  readonly requestKey?: string | null;
}

/** Gives credits without money; a debt is paid out of them first. `user_not_found`, `amount_invalid`, `input_invalid`. */
export async function grantCredits(tx: Tx, wish: Adjustment & { readonly expiresAt: Date | null; readonly priority: number }, actor: Actor): Promise<Lot> {
  const before = await lockOf(tx, wish);
  const id = idFor(tx, 'credit-lot', wish);
  const repeated = before.lots.find((lot) => lot.id === id);
  if (repeated) return repeated;
  if (wish.expiresAt !== null && wish.expiresAt.getTime() <= tx.now.getTime()) throw new Failure('input_invalid', { field: 'expires_at' });
  const lot: Lot = {
    id, userId: wish.userId, purchaseId: null, paymentId: null, reason: reasonOf(wish.reason), currency: before.currency, amount: wish.amount, spent: 0n, held: 0n, expired: 0n,
    clawedBack: 0n, clawbackTarget: 0n, priority: wish.priority, expiresAt: wish.expiresAt, createdAt: tx.now,
  };
  await insertLot(tx, lot, actor.userId);
  const opened = { ...before, lots: [...before.lots, lot] };
  await writeWallet(tx, opened, payDebt(sweep(tx, opened)));
  post(tx, adjustPosting(before, { id: lot.id, amount: wish.amount, effect: 'granted' }));
  record(tx, { actor, action: 'credits.granted', resourceType: 'credit_lot', resourceId: lot.id, details: { user_id: wish.userId, amount: wish.amount, reason: lot.reason } });
  return lot;
}

/** Takes credits that should not be there, in burn order, never more than there are: `credits_insufficient`. */
export async function takeCredits(tx: Tx, wish: Adjustment, actor: Actor): Promise<void> {
  const before = await lockOf(tx, wish);
  const id = idFor(tx, 'credit-adjustment', wish);
  const posting = adjustPosting(before, { id, amount: -wish.amount, effect: 'adjusted' });
  if (wish.requestKey && (await isPosted(tx, posting.occasion))) return;
  const reason = reasonOf(wish.reason);
  const swept = sweep(tx, before);
  const parts = planBurn(swept, wish.amount, tx.now);
  if (swept.debt > 0n || sumOf(parts) < wish.amount) throw new Failure('credits_insufficient');
  await writeWallet(tx, before, moveParts(swept, 'clawedBack', parts));
  post(tx, posting);
  record(tx, { actor, action: 'credits.taken', resourceType: 'user', resourceId: wish.userId, details: { adjustment_id: id, amount: wish.amount, reason } });
}

function idFor(tx: Tx, what: string, { requestKey }: Adjustment): string {
  return requestKey ? idOf(what, requestKey) : newId(tx.now.getTime());
}

async function lockOf(tx: Tx, { userId, amount }: Adjustment) {
  checkAmount(amount);
  if (!(await userExists(tx, userId))) throw new Failure('user_not_found');
  return lockWallet(tx, userId, (await businessSettings(tx)).currency);
}

function reasonOf(text: string): string {
  const reason = storableText(text).replace(/\p{Cc}+/gu, ' ').trim();
  if (reason === '' || reason.length > 500) throw new Failure('input_invalid', { field: 'reason' });
  return reason;
}
