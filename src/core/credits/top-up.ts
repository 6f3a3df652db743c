import type { Minor } from '../../kernel/money.js';
import { addMonths, dayIn, addDays, startOfDay } from '../../kernel/period.js';

export type OffBecause = 'holder' | 'declined' | 'card_gone' | 'package_gone';

/** What a holder wants bought by itself, and the word he gave for it. */
export interface TopUp {
  readonly userId: string;
  readonly packageId: string;
  /** What the package cost when he allowed it; at another price it is not bought. */
  readonly price: Minor;
  readonly methodId: string;
  /** Less than this left calls for a charge. */
  readonly below: Minor;
  readonly mostAMonth: number;
  readonly active: boolean;
  readonly offBecause: OffBecause | null;
  readonly consentedAt: Date;
  /** In a row. */
  readonly declines: number;
  /** When to look whether a charge is called for. */
  readonly dueAt: Date | null;
}

export type TopUpChargeState = 'charging' | 'succeeded' | 'declined' | 'dropped';

/** One attempt to charge; its number names the payment, so that whoever makes it again finds it. */
export interface TopUpCharge {
  readonly userId: string;
  readonly attempt: number;
  readonly state: TopUpChargeState;
  readonly packageId: string;
  readonly methodId: string;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An attempt that is to be carried out now. */
export type ClaimedTopUp = Pick<TopUpCharge, 'userId' | 'attempt' | 'packageId' | 'methodId'>;

/** However much is spent. */
export const MOST_A_DAY = 3;
/** So many declines in a row switch it off. */
export const LAST_DECLINE = 3;
/** After a decline the card is left in peace for so long. */
export const PAUSE_MS = 24 * 3_600_000;

export function topUpKey({ userId, attempt }: Pick<TopUpCharge, 'userId' | 'attempt'>): string {
  return `top-up:${userId}:${attempt}`;
}

/** The attempt a payment was made for, from its request's name. */
export function topUpIn(requestKey: string | null): Pick<TopUpCharge, 'userId' | 'attempt'> | null {
  const [kind, userId, attempt] = requestKey?.split(':') ?? [];
  return kind === 'top-up' && userId !== undefined && attempt !== undefined ? { userId, attempt: Number(attempt) } : null;
}

/** Since when charges of this day and of this month count, in the business's zone. */
export function periodsAt(zone: string, now: Date): { day: Date; month: Date } {
  const today = dayIn(zone, now);
  return { day: startOfDay(zone, today), month: startOfDay(zone, `${today.slice(0, 7)}-01`) };
}

/** The instant from which another charge is within bounds; null: now. */
export function boundedUntil({ zone, now, today, thisMonth, mostAMonth }: { zone: string; now: Date; today: number; thisMonth: number; mostAMonth: number }): Date | null {
  const day = dayIn(zone, now);
  if (thisMonth >= mostAMonth) return startOfDay(zone, addMonths(`${day.slice(0, 7)}-01`, 1));
  return today >= MOST_A_DAY ? startOfDay(zone, addDays(day, 1)) : null;
}
