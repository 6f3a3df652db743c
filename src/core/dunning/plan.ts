import { addDays } from '../../kernel/period.js';
import type { Minor } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import { isCardAmount } from '../payments/index.js';

/**
 * waiting: for `nextOn`. charging: a card is being charged, its outcome is not recorded yet. action_needed: the bank
 * wants its holder. exhausted: everything was tried. stopped: called off by the business. done: nothing is owed, or
 * it must not be pursued.
 */
export type PlanState = 'waiting' | 'charging' | 'action_needed' | 'exhausted' | 'stopped' | 'done';

/** Days after the first charge on which a declined card is tried again, and its holder asked again to confirm. */
export const RETRY_DAYS: readonly number[] = [2, 7, 14, 21];

/** The pursuit of one issued invoice. */
export interface CollectionPlan {
  readonly invoiceId: string;
  readonly state: PlanState;
  /** The day of the next step; null when there is none. */
  readonly nextOn: Day | null;
  /** Charges that the bank was asked for. */
  readonly attempts: number;
  /** How far the reminders have come: the place of the last one sent, from 1. */
  readonly reminders: number;
  readonly firstChargedOn: Day | null;
  readonly announcedOn: Day | null;
  readonly notBefore: Date | null;
  readonly lastPaymentId: string | null;
  readonly lastFailure: string | null;
  readonly updatedAt: Date;
}

/** The invoice as its pursuit sees it. */
export interface Debt {
  readonly open: Minor;
  /** Money of it went back, or is held back by a dispute. */
  readonly reversed: boolean;
  readonly voided: boolean;
  readonly autoCharge: boolean;
  readonly recurring: boolean;
  readonly issuedOn: Day;
  readonly dueDate: Day;
}

/** What decides beside the debt itself. */
export interface Rules {
  readonly today: Day;
  /** Its customer allows a card to be charged for it. */
  readonly mayCharge: boolean;
  /** Days after the due day on which it is reminded of. */
  readonly reminderDays: readonly number[];
  /** Days before a later charge on which it is announced; 0: never. */
  readonly noticeDays: number;
}

export type Step =
  | { readonly do: 'end' }
  | { readonly do: 'wait'; readonly on: Day }
  | { readonly do: 'give_up' }
  | { readonly do: 'charge' }
  | { readonly do: 'announce'; readonly chargeOn: Day }
  /** Place of the reminder, from 1; the day of the next one. */
  | { readonly do: 'remind'; readonly place: number; readonly next: Day | null }
  /** The holder is asked once more to confirm at his bank. */
  | { readonly do: 'ask'; readonly next: Day | null };

/** Is there anything to pursue? What was refunded or is disputed is left alone for good. */
export function isPursuable(debt: Pick<Debt, 'open' | 'reversed' | 'voided'>): boolean {
  return debt.open > 0n && !debt.reversed && !debt.voided;
}

/** What no card can pay at once is reminded of. */
function isCharged(debt: Debt, mayCharge: boolean): boolean {
  return debt.autoCharge && mayCharge && isCardAmount(debt.open);
}

/** A recurring invoice is charged when it is made, a stage of an offer on its due day. */
export function chargeDay(debt: Pick<Debt, 'recurring' | 'issuedOn' | 'dueDate'>): Day {
  return debt.recurring || debt.dueDate < debt.issuedOn ? debt.issuedOn : debt.dueDate;
}

/** What is to be done about an invoice today. */
export function nextStep(plan: CollectionPlan, debt: Debt, rules: Rules): Step {
  if (!isPursuable(debt)) return { do: 'end' };
  if (!isCharged(debt, rules.mayCharge)) return remind(plan, debt, rules);
  if (plan.state === 'action_needed') return ask(plan, rules.today);
  if (plan.attempts === 0) return chargeFirst(plan, debt, rules);
  return plan.nextOn === null || plan.nextOn <= rules.today ? { do: 'charge' } : { do: 'wait', on: plan.nextOn };
}

/** The day of the next retry; null when the last one is over. Days that went by without a run are not made up for. */
export function retryAfter(firstChargedOn: Day, today: Day): Day | null {
  return RETRY_DAYS.map((days) => addDays(firstChargedOn, days)).find((day) => day > today) ?? null;
}

/** The first step of a plan that begins on the day its invoice is issued. */
export function firstDay(debt: Debt, { mayCharge, reminderDays, noticeDays }: Omit<Rules, 'today'>): Day | null {
  const reminder = reminderDays.length > 0 ? addDays(debt.dueDate, reminderDays[0]!) : null;
  if (!isCharged(debt, mayCharge)) return reminder;
  const day = chargeDay(debt);
  const notice = addDays(day, -noticeDays);
  return noticeDays > 0 && notice > debt.issuedOn ? notice : day;
}

function chargeFirst(plan: CollectionPlan, debt: Debt, { today, noticeDays }: Rules): Step {
  const day = chargeDay(debt);
  if (today >= day) return { do: 'charge' };
  const notice = addDays(day, -noticeDays);
  if (noticeDays === 0 || plan.announcedOn !== null || notice <= debt.issuedOn) return { do: 'wait', on: day };
  return today >= notice ? { do: 'announce', chargeOn: day } : { do: 'wait', on: notice };
}

function ask(plan: CollectionPlan, today: Day): Step {
  if (plan.nextOn !== null && plan.nextOn > today) return { do: 'wait', on: plan.nextOn };
  return { do: 'ask', next: retryAfter(plan.firstChargedOn ?? today, today) };
}

/** Of several reminders that were missed, only the latest is sent. */
function remind(plan: CollectionPlan, debt: Debt, { today, reminderDays }: Rules): Step {
  const days = reminderDays.map((after) => addDays(debt.dueDate, after));
  const reached = days.filter((day) => day <= today).length;
  const next = days[Math.max(reached, plan.reminders)] ?? null;
  if (reached > plan.reminders) return { do: 'remind', place: reached, next };
  return next === null ? { do: 'give_up' } : { do: 'wait', on: next };
}
