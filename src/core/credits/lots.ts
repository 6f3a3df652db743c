import { divideHalfUp, smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';

/** Credits that came in at once, and where they went. `remaining` is what none of the others took. */
export interface Lot {
  readonly id: string;
  readonly userId: string;
  readonly purchaseId: string | null;
  readonly paymentId: string | null;
  readonly reason: string | null;
  readonly currency: string;
  readonly amount: Minor;
  readonly spent: Minor;
  readonly held: Minor;
  readonly expired: Minor;
  readonly clawedBack: Minor;
  /** What refunds and disputes of its payment want back in all. */
  readonly clawbackTarget: Minor;
  readonly priority: number;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
}

/** Where credits of a lot can be. */
export type Place = 'spent' | 'held' | 'expired' | 'clawedBack';

/** So much of a lot. */
export interface Part {
  readonly lotId: string;
  readonly amount: Minor;
}

/** All lots of one user, and what he owes because a clawback found too little. While he owes, no lot has anything left. */
export interface Wallet {
  readonly userId: string;
  readonly currency: string;
  readonly debt: Minor;
  readonly lots: readonly Lot[];
}

export function remainingOf(lot: Pick<Lot, 'amount' | 'spent' | 'held' | 'expired' | 'clawedBack'>): Minor {
  return lot.amount - lot.spent - lot.held - lot.expired - lot.clawedBack;
}

export function isExpired(lot: Pick<Lot, 'expiresAt'>, now: Date): boolean {
  return lot.expiresAt !== null && lot.expiresAt.getTime() <= now.getTime();
}

/** Lower priority first, then whatever ends first, then the oldest. */
export function burnOrder(a: Lot, b: Lot): number {
  const ends = (lot: Lot): number => lot.expiresAt?.getTime() ?? Infinity;
  if (a.priority !== b.priority) return a.priority - b.priority;
  if (ends(a) !== ends(b)) return ends(a) < ends(b) ? -1 : 1;
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** What can be spent now. Negative: the debt. */
export function availableIn(wallet: Wallet, now: Date): Minor {
  return wallet.lots.reduce((sum, lot) => (isExpired(lot, now) ? sum : sum + remainingOf(lot)), -wallet.debt);
}

/** Which lots `amount` is taken from, in the order in which they burn. Fewer parts than asked for where there is not enough. */
export function planBurn(wallet: Wallet, amount: Minor, now: Date): Part[] {
  const parts: Part[] = [];
  let left = amount;
  for (const lot of [...wallet.lots].filter((one) => !isExpired(one, now)).sort(burnOrder)) {
    const part = smaller(left, remainingOf(lot));
    if (part > 0n) parts.push({ lotId: lot.id, amount: part });
    left -= part;
  }
  return parts;
}

export const sumOf = (parts: readonly Part[]): Minor => parts.reduce((sum, part) => sum + part.amount, 0n);

/** Puts parts of lots into a place, out of what remains (or, negative, back). */
export function moveParts(wallet: Wallet, place: Place, parts: readonly Part[]): Wallet {
  const moved = new Map(parts.map((part) => [part.lotId, part.amount]));
  return { ...wallet, lots: wallet.lots.map((lot) => (moved.has(lot.id) ? { ...lot, [place]: lot[place] + moved.get(lot.id)! } : lot)) };
}

/** What a lot must give back when `returned` of the `received` money is gone: in proportion, half-up, all of it at the end. */
export function targetFor(lot: Pick<Lot, 'amount'>, received: Minor, returned: Minor): Minor {
  if (received <= 0n || returned >= received) return returned > 0n ? lot.amount : 0n;
  return returned <= 0n ? 0n : divideHalfUp(lot.amount * returned, received);
}

/** `taken` in all; of it `unexpired` had expired already, so that nobody misses it. Negative: given back. */
export interface Clawed {
  readonly wallet: Wallet;
  readonly taken: Minor;
  readonly unexpired: Minor;
}

/**
 * Brings what was taken because of one lot to `target`. More: out of what remains of that lot, then of what had expired
 * of it, then of the other lots in burn order, and what is missing becomes debt. Less: the debt shrinks first, then
 * that lot gets back, then the others.
 */
export function clawTo(wallet: Wallet, lotId: string, target: Minor): Clawed {
  const lot = wallet.lots.find((one) => one.id === lotId)!;
  const taken = target - lot.clawbackTarget;
  const marked = { ...wallet, lots: wallet.lots.map((one) => (one.id === lotId ? { ...one, clawbackTarget: target } : one)) };
  return taken >= 0n ? { ...takeBack(marked, lotId, taken), taken } : { wallet: giveBack(marked, lotId, -taken), taken, unexpired: 0n };
}

function takeBack(wallet: Wallet, lotId: string, amount: Minor): Pick<Clawed, 'wallet' | 'unexpired'> {
  const own = wallet.lots.filter((lot) => lot.id === lotId);
  const first = spread(own, amount, remainingOf);
  const second = spread(own, first.left, (lot) => lot.expired);
  const others = spread(wallet.lots.filter((lot) => lot.id !== lotId).sort(burnOrder), second.left, remainingOf);
  const unexpired = sumOf(second.parts);
  const after = moveParts(wallet, 'expired', second.parts.map((part) => ({ ...part, amount: -part.amount })));
  const clawed = [first, second, others].reduce((all, { parts }) => moveParts(all, 'clawedBack', parts), after);
  return { wallet: { ...clawed, debt: wallet.debt + others.left }, unexpired };
}

function giveBack(wallet: Wallet, first: string, amount: Minor): Wallet {
  const paid = smaller(amount, wallet.debt);
  const order = [...wallet.lots].sort((a, b) => Number(b.id === first) - Number(a.id === first) || burnOrder(a, b));
  const { parts } = spread(order, amount - paid, (lot) => lot.clawedBack);
  return { ...moveParts(wallet, 'clawedBack', parts.map((part) => ({ ...part, amount: -part.amount }))), debt: wallet.debt - paid };
}

/** What came back into lots pays the debt first: of whatever remains, in burn order. */
export function payDebt(wallet: Wallet): Wallet {
  if (wallet.debt === 0n) return wallet;
  const { parts, left } = spread([...wallet.lots].sort(burnOrder), wallet.debt, remainingOf);
  return { ...moveParts(wallet, 'clawedBack', parts), debt: left };
}

function spread(lots: readonly Lot[], amount: Minor, roomIn: (lot: Lot) => Minor): { parts: Part[]; left: Minor } {
  let left = amount;
  const parts: Part[] = [];
  for (const lot of lots) {
    const part = smaller(left, roomIn(lot));
    if (part > 0n) parts.push({ lotId: lot.id, amount: part });
    left -= part;
  }
  return { parts, left };
}

/** What is past its day and still there. */
export function expiring(wallet: Wallet, now: Date): Part[] {
  return wallet.lots.filter((lot) => isExpired(lot, now) && remainingOf(lot) > 0n).map((lot) => ({ lotId: lot.id, amount: remainingOf(lot) }));
}
