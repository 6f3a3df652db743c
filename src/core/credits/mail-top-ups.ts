import { exponentOf } from '../../kernel/currency.js';
import { formatMajor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import { queueMail } from '../notifications/index.js';
import { businessSettings } from '../settings/index.js';
import type { Tx } from '../tx.js';
import { selectPackage } from './store.js';
import type { TopUp } from './top-up.js';
import { findHolder } from './wishes-store.js';

export interface TopUpTrouble {
  readonly attempt: number;
  readonly code: string;
  readonly cardLast4: string | null;
  /** When the card is tried again; null: it is switched off. */
  readonly nextOn: Day | null;
}

/** A word to the holder for every charge that did not go through; where his bank wants him, with the way to buy himself. */
export async function mailTopUpTrouble(tx: Tx, topUp: TopUp, { attempt, code, cardLast4, nextOn }: TopUpTrouble): Promise<void> {
  const [holder, wanted, { currency }] = [await findHolder(tx, topUp.userId), await selectPackage(tx, topUp.packageId), await businessSettings(tx)];
  if (!holder) return;
  queueMail(tx, 'top_up_failed', {
    occasion: `top-up.failed:${attempt}`, subjectId: topUp.userId, recipient: holder.email,
    data: { name: holder.name, package: wanted?.name ?? '', amount: formatMajor(topUp.price, exponentOf(currency)), currency: wanted?.currency ?? currency, failure_code: code, card_last4: cardLast4, next_on: nextOn },
  });
}
