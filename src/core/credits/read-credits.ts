import type { Minor } from '../../kernel/money.js';
import { account, readBalance } from '../ledger/index.js';
import { businessSettings } from '../settings/index.js';
import type { Reader, World } from '../tx.js';
import type { CreditPurchase, CreditSpend } from './credits.js';
import { availableIn, burnOrder, isExpired, remainingOf } from './lots.js';
import type { Lot } from './lots.js';
import { findSpend, readWallet, selectPurchases, selectSpends } from './store.js';

/** What a user has: to spend, set aside, and by lot in the order in which they burn. */
export interface Credits {
  readonly currency: string;
  /** Negative: owed, because money for spent credits went back. */
  readonly balance: Minor;
  readonly held: Minor;
  readonly lots: readonly (Lot & { readonly remaining: Minor })[];
}

/** The balance of the ledger, less what is past its day and not booked yet. */
export async function readCreditBalance(world: World, userId: string): Promise<{ balance: Minor; currency: string }> {
  const wallet = await readWallet(world.read, userId);
  const currency = wallet?.currency ?? (await businessSettings(world.read)).currency;
  if (wallet === null) return { balance: 0n, currency };
  const now = world.clock.now();
  const late = wallet.lots.reduce((sum, lot) => (isExpired(lot, now) ? sum + remainingOf(lot) : sum), 0n);
  return { balance: (await readBalance(world.read, account('user_credits', currency, userId))) - late, currency };
}

export async function readCredits(world: World, userId: string): Promise<Credits> {
  const wallet = await readWallet(world.read, userId);
  if (wallet === null) return { currency: (await businessSettings(world.read)).currency, balance: 0n, held: 0n, lots: [] };
  const now = world.clock.now();
  const lots = wallet.lots.filter((lot) => !isExpired(lot, now) && remainingOf(lot) > 0n).sort(burnOrder).map((lot) => ({ ...lot, remaining: remainingOf(lot) }));
  return { currency: wallet.currency, balance: availableIn(wallet, now), held: wallet.lots.reduce((sum, lot) => sum + lot.held, 0n), lots };
}

/** Newest first, whatever became of them. */
export function listPurchases(reader: Reader, userId: string, page: { limit: number; offset?: number }): Promise<CreditPurchase[]> {
  return selectPurchases(reader, userId, page.limit, page.offset);
}

/** Newest first. */
export function listSpends(reader: Reader, userId: string, page: { limit: number; offset?: number }): Promise<CreditSpend[]> {
  return selectSpends(reader, userId, page.limit, page.offset);
}

export function findCreditSpend(reader: Reader, id: string): Promise<CreditSpend | undefined> {
  return findSpend(reader, id);
}
