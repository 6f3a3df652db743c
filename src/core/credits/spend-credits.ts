import { Failure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { post } from '../ledger/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { checkAmount } from './credits.js';
import type { CreditSpend } from './credits.js';
import { sweep } from './expire-credits.js';
import { availableIn, moveParts, planBurn, sumOf } from './lots.js';
import { followSpend } from './notice.js';
import { holdPosting, spendPosting } from './postings.js';
import { findSpendByKey, insertSpend, lockWallet, userExists, writeWallet } from './store.js';

export interface SpendCredits {
  readonly userId: string;
  readonly amount: Minor;
  readonly purpose: string;
  /** Not used for a sale of its own: it becomes this customer's credit, at its face value. */
  readonly creditOf?: string | undefined;
  /** Only set aside: somebody decides later. Given back by itself after so many minutes, where said. */
  readonly hold: boolean;
  readonly holdMinutes?: number | undefined;
  /** Names the request: repeated, it is the same spend. */
  readonly requestKey: string | null;
  readonly actor: Actor;
}

const MINUTE_MS = 60_000;

/**
 * Uses credits, or sets them aside, out of lots in the order in which they burn. All or nothing:
 * `credits_insufficient`, also while anything is owed. `user_not_found`, `amount_invalid`.
 */
export async function spendCredits(tx: Tx, wish: SpendCredits): Promise<CreditSpend> {
  const { userId, amount, hold, requestKey, actor } = wish;
  checkAmount(amount);
  if (!(await userExists(tx, userId))) throw new Failure('user_not_found');
  const { currency } = await businessSettings(tx);
  const before = await lockWallet(tx, userId, currency);
  const repeated = requestKey === null ? undefined : await findSpendByKey(tx, requestKey);
  if (repeated) return repeated;
  const swept = sweep(tx, before);
  const parts = planBurn(swept, amount, tx.now);
  if (swept.debt > 0n || sumOf(parts) < amount) throw new Failure('credits_insufficient', { available: availableIn(swept, tx.now).toString() });
  const spend: CreditSpend = {
    id: newId(tx.now.getTime()), userId, placedBy: actor.userId, purpose: purposeOf(wish.purpose), currency: before.currency, amount, committed: hold ? 0n : amount, state: hold ? 'held' : 'committed',
    expiresAt: hold && wish.holdMinutes !== undefined ? new Date(tx.now.getTime() + wish.holdMinutes * MINUTE_MS) : null, createdAt: tx.now, decidedAt: hold ? null : tx.now,
  };
  const after = moveParts(swept, hold ? 'held' : 'spent', parts);
  await writeWallet(tx, before, after);
  await insertSpend(tx, spend, requestKey, parts);
  post(tx, holdPosting(before, spend.id, amount));
  if (!hold) post(tx, spendPosting(before, spend.id, { amount, committed: amount, creditOf: wish.creditOf ?? null }));
  record(tx, { actor, action: hold ? 'credits.held' : 'credits.spent', resourceType: 'credit_spend', resourceId: spend.id, details: { user_id: userId, amount } });
  await followSpend(tx, spend.id, before, after);
  return spend;
}

function purposeOf(text: string): string {
  const purpose = storableText(text).replace(/\p{Cc}+/gu, ' ').trim();
  if (purpose === '' || purpose.length > 200) throw new Failure('input_invalid', { field: 'purpose' });
  return purpose;
}
