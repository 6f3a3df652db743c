import { exponentOf } from '../../kernel/currency.js';
import { Failure } from '../../kernel/failure.js';
import { formatMajor } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { queueMail } from '../notifications/index.js';
import { businessSettings } from '../settings/index.js';
import type { Tx, World } from '../tx.js';
import { availableIn } from './lots.js';
import type { Wallet } from './lots.js';
import { lockWallet } from './store.js';
import { dueTopUp } from './top-ups-store.js';
import { findHolder, findWishes, setNoticeBelow, setNoticed } from './wishes-store.js';

/** When a holder is told that little is left. */
export interface Notice {
  /** His own threshold; 0: he wants no word; null: the business's counts. */
  readonly ownBelow: Minor | null;
  /** The business's; 0: it tells nobody. */
  readonly businessBelow: Minor;
  readonly currency: string;
}

export async function readNotice(world: World, userId: string): Promise<Notice> {
  const [settings, own] = await Promise.all([businessSettings(world.read), findWishes(world.read, userId)]);
  return { ownBelow: own.noticeBelow, businessBelow: BigInt(settings.credits_low_below), currency: settings.currency };
}

/** A holder decides when he is told: below an amount of his own, never (0), or as the business has it (null). `amount_invalid`. */
export async function changeNotice(tx: Tx, userId: string, below: Minor | null): Promise<void> {
  if (below !== null && (below < 0n || below > 100_000_000n)) throw new Failure('amount_invalid');
  await lockWallet(tx, userId, (await businessSettings(tx)).currency);
  await setNoticeBelow(tx, userId, below);
}

/**
 * After a spend that leaves less than his threshold: calls for a charge where his card tops it up by itself, and else
 * tells him, once, and again only after more was there.
 */
export async function followSpend(tx: Tx, spendId: string, before: Wallet, after: Wallet): Promise<void> {
  const [settings, wishes] = await Promise.all([businessSettings(tx), findWishes(tx, after.userId)]);
  const left = availableIn(after, tx.now);
  // His card does it: he gets a receipt, or hears that it was declined.
  if (wishes.topUpBelow !== null && left < wishes.topUpBelow) return dueTopUp(tx, after.userId);
  const threshold = wishes.noticeBelow ?? BigInt(settings.credits_low_below);
  if (!isNoticeDue({ before: availableIn(before, tx.now), left, threshold, told: wishes.noticedAt !== null })) return;
  const holder = await findHolder(tx, after.userId);
  if (!holder) return;
  await setNoticed(tx, after.userId);
  const text = (amount: Minor): string => formatMajor(amount, exponentOf(after.currency));
  queueMail(tx, 'credits_low', {
    occasion: `credits.low:${spendId}`, subjectId: after.userId, recipient: holder.email,
    data: { name: holder.name, amount: text(left), threshold: text(threshold), currency: after.currency },
  });
}

/** Told before, only what was above since can fall below again. */
export function isNoticeDue({ before, left, threshold, told }: { before: Minor; left: Minor; threshold: Minor; told: boolean }): boolean {
  return left < threshold && (before >= threshold || !told);
}
