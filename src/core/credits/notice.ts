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
import { findHolder, findNotice, setNoticeBelow, setNoticed } from './wishes-store.js';

/** When a holder is told that little is left. */
export interface Notice {
  /** His own threshold; 0: he wants no word; null: the business's counts. */
  readonly ownBelow: Minor | null;
  /** The business's; 0: it tells nobody. */
  readonly businessBelow: Minor;
  readonly currency: string;
}

export async function readNotice(world: World, userId: string): Promise<Notice> {
  const [settings, own] = await Promise.all([businessSettings(world.read), findNotice(world.read, userId)]);
  return { ownBelow: own?.below ?? null, businessBelow: BigInt(settings.credits_low_below), currency: settings.currency };
}

/** A holder decides when he is told: below an amount of his own, never (0), or as the business has it (null). `amount_invalid`. */
export async function changeNotice(tx: Tx, userId: string, below: Minor | null): Promise<void> {
  if (below !== null && (below < 0n || below > 100_000_000n)) throw new Failure('amount_invalid');
  await lockWallet(tx, userId, (await businessSettings(tx)).currency);
  await setNoticeBelow(tx, userId, below);
}

/**
 * After a spend: tells its holder, once, that less than his threshold is left, and again only after more was there.
 */
export async function noticeLow(tx: Tx, spendId: string, before: Wallet, after: Wallet): Promise<void> {
  const [settings, notice] = await Promise.all([businessSettings(tx), findNotice(tx, after.userId)]);
  const threshold = notice?.below ?? BigInt(settings.credits_low_below);
  const left = availableIn(after, tx.now);
  if (!isNoticeDue({ before: availableIn(before, tx.now), left, threshold, told: notice?.noticedAt != null })) return;
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
