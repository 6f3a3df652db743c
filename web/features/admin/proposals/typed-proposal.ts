import type { NewProposal } from '../../../api-proposals.js';
import { newKey } from '../../../idempotency-key.js';
import { sharesOf, type TypedStage } from '../../../ui/proposals/schedule.js';
import type { Proposal } from '../../../wire.js';

/** An offer as it is typed. */
export interface TypedProposal {
  title: string;
  description: string;
  total: string | number;
  monthly: string | number;
  /** A day in the business's zone; empty: no end. */
  validUntil: string;
  stages: TypedStage[];
}

export const newProposal = (): TypedProposal => ({
  title: '', description: '', total: '', monthly: '', validUntil: '',
  stages: [{ key: newKey(), milestone: 'Kickoff', percent: 50, dueDays: 0 }, { key: newKey(), milestone: 'Delivery', percent: '', dueDays: 30 }],
});

export function typedOf(proposal: Proposal, zone: string): TypedProposal {
  const { offer, office } = proposal;
  return {
    title: offer.title, description: offer.description ?? '', total: offer.total, monthly: offer.monthly === 0 ? '' : offer.monthly,
    validUntil: offer.valid_until === null ? '' : dayOf(offer.valid_until, zone),
    stages: offer.stages.map((stage, i) => ({ key: newKey(), milestone: stage.milestone, percent: stage.percentage, dueDays: office ? (office.due_days[i] ?? '') : stage.due_days })),
  };
}

export type Written = Omit<NewProposal, 'customer_id' | 'status' | 'currency'>;

/** What is to be saved, or null while something is missing or makes no sense. */
export function writtenOf(typed: TypedProposal, zone: string): Written | null {
  const shares = sharesOf(typed.stages);
  const total = amountOf(typed.total);
  const monthly = typed.monthly === '' ? 0 : amountOf(typed.monthly);
  const milestones = typed.stages.every(({ milestone }) => milestone.trim() !== '');
  if (typed.title.trim() === '' || total === null || total <= 0 || monthly === null || !milestones || shares.includes(null)) return null;
  return {
    title: typed.title.trim(), description: typed.description.trim() === '' ? null : typed.description, total_amount: total, monthly_recurring_amount: monthly,
    valid_until: typed.validUntil === '' ? null : endOfDay(typed.validUntil, zone).toISOString(),
    billing_schedule: typed.stages.map((stage, i) => ({
      percentage: (shares[i] ?? 0) / 100, milestone: stage.milestone.trim(), due_days: stage.dueDays === '' ? null : Number(stage.dueDays),
    })),
  };
}

export function amountOf(text: string | number): number | null {
  const amount = typeof text === 'number' ? text : text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(amount) && amount >= 0 && amount < 1e10 ? Math.round(amount * 100) / 100 : null;
}

/** The last instant of a day where the business is. */
export function endOfDay(day: string, zone: string): Date {
  const guess = Date.parse(`${day}T23:59:59.999Z`);
  // Twice, because the first guess may lie on the other side of a clock change.
  const once = guess - offsetAt(guess, zone);
  return new Date(guess - offsetAt(once, zone));
}

function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at / 1_000) * 1_000;
}

function dayOf(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));
}

