import { Failure } from '../../kernel/failure.js';
import { divideHalfUp, shareOf } from '../../kernel/money.js';
import type { BasisPoints, Minor, Ppm } from '../../kernel/money.js';
import type { Day } from '../../kernel/period.js';
import type { Recipient } from '../events.js';

/** draft → sent → accepted or rejected, for good; what is sent may be taken back to draft. */
export type ProposalState = 'draft' | 'sent' | 'accepted' | 'rejected';

/** `expired` is never stored: a sent offer past its last instant. */
export type ProposalStatus = ProposalState | 'expired';

/** A part of an offer that is billed by itself. */
export interface Stage {
  readonly shareBp: BasisPoints;
  readonly milestone: string;
  /** Days to pay from the day of the invoice; null: those of the customer's billing settings. */
  readonly dueDays: number | null;
}

/** What an offer says. */
export interface ProposalContent {
  readonly title: string;
  readonly description: string | null;
  readonly currency: string;
  /** Without tax. */
  readonly total: Minor;
  readonly monthlyRecurring: Minor;
  /** The last instant at which it can be accepted; null: none. */
  readonly validUntil: Date | null;
  /** Together the whole. */
  readonly stages: readonly Stage[];
}

export interface Proposal extends ProposalContent {
  readonly id: string;
  readonly customerId: string;
  readonly customer: Recipient;
  /** His customer was put away: nothing can be decided. */
  readonly customerArchived: boolean;
  readonly state: ProposalState;
  /** Of the text that was sent, in hex; null on a draft. */
  readonly documentHash: string | null;
  /** The day from which its monthly amount recurs. */
  readonly recurringSince: Day | null;
  readonly recurringUntil: Day | null;
  /** Counts its changes. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly sentAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly rejectedAt: Date | null;
  /** When its invoices were made. */
  readonly generatedAt: Date | null;
}

/** Where somebody decided: behind the mailed link, in the app, or whoever acts for the business in his name. */
export type Channel = 'link' | 'app' | 'on_behalf';

/** Who said yes or no, and how we know. */
export interface Decision {
  readonly decision: 'accepted' | 'rejected';
  readonly channel: Channel;
  readonly decidedBy: string | null;
  readonly signerName: string | null;
  readonly signerIp: string | null;
  readonly userAgent: string | null;
  readonly documentHash: string;
  readonly note: string | null;
  /** The card that pays the first stage may be kept, and charged for the later ones. */
  readonly chargeConsent: boolean;
  readonly decidedAt: Date;
}

export function statusOf(proposal: Pick<Proposal, 'state' | 'validUntil'>, now: Date): ProposalStatus {
  return proposal.state === 'sent' && isPast(proposal, now) ? 'expired' : proposal.state;
}

/** Up to its last instant an offer stands. */
export function isPast({ validUntil }: Pick<Proposal, 'validUntil'>, now: Date): boolean {
  return validUntil !== null && validUntil < now;
}

/** What may be done from where. */
export type Step = 'change' | 'send' | 'withdraw' | 'accept' | 'reject' | 'decide_draft' | 'generate' | 'delete';

const STEPS: Readonly<Record<ProposalStatus, readonly Step[]>> = {
  draft: ['change', 'send', 'decide_draft', 'delete'],
  sent: ['change', 'withdraw', 'accept', 'reject', 'delete'],
  expired: ['delete'],
  accepted: ['generate'],
  rejected: ['delete'],
};

export function may(status: ProposalStatus, step: Step): boolean {
  return STEPS[status].includes(step);
}

const REFUSAL = { change: 'proposal_not_editable', send: 'proposal_not_editable', withdraw: 'proposal_not_editable', delete: 'proposal_not_editable',
  accept: 'proposal_not_actionable', reject: 'proposal_not_actionable', decide_draft: 'proposal_not_actionable', generate: 'proposal_not_accepted' } as const satisfies Record<Step, string>;

/** Stops what the state does not allow. */
export function check(proposal: Proposal, step: Step, now: Date): void {
  const status = statusOf(proposal, now);
  if (!may(status, step)) throw new Failure(REFUSAL[step], { status });
}

/** One stage in money. */
export interface StageAmount {
  readonly amount: Minor;
  readonly tax: Minor;
}

/**
 * What each stage is billed: the cumulative share, rounded half-up, minus what came before, so that the stages add up
 * to the total, and their taxes to the tax of the total, to the cent.
 */
export function splitStages(total: Minor, shares: readonly BasisPoints[], taxPpm: Ppm): StageAmount[] {
  let share = 0n;
  let billed = 0n;
  return shares.map((shareBp) => {
    share += BigInt(shareBp);
    const upTo = divideHalfUp(total * share, 10_000n);
    const part = { amount: upTo - billed, tax: shareOf(upTo, taxPpm) - shareOf(billed, taxPpm) };
    billed = upTo;
    return part;
  });
}
