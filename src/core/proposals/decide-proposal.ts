import { Failure } from '../../kernel/failure.js';
import { storableText } from '../../kernel/json.js';
import { dayIn } from '../../kernel/period.js';
import { record } from '../audit/index.js';
import { touch } from '../caches/index.js';
import { businessSettings } from '../settings/index.js';
import type { Actor, Tx } from '../tx.js';
import { mailDecision } from './mail-decision.js';
import { check } from './proposal.js';
import type { Channel, Decision, Proposal } from './proposal.js';
import { insertDecision, insertDocument, lockProposal, moveProposal } from './store.js';
import { wordingOf } from './wording.js';

export interface Decide {
  readonly proposalId: string;
  readonly channel: Channel;
  /** Limits it to this customer's. */
  readonly customerId?: string;
  /** Who decides, by name: whoever signs, or who acts for the business. */
  readonly name: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** The text that was read: required of customers, who decide about that and no other. */
  readonly documentHash: string | null;
  readonly chargeConsent?: boolean;
  readonly note?: string | null;
  readonly actor: Actor;
}

const LONGEST_NAME = 200;
const LONGEST_NOTE = 2_000;
const LONGEST_AGENT = 500;

/**
 * The one decision about an offer, under its lock and by compare-and-set; what it was about and who made it are kept.
 * Customers decide what was sent to them, in the words they read; who acts for the business may decide a draft too.
 */
export async function decide(tx: Tx, decision: Decision['decision'], wish: Decide): Promise<Proposal> {
  const proposal = await lockProposal(tx, wish.proposalId);
  if (!proposal || (wish.customerId !== undefined && proposal.customerId !== wish.customerId)) throw new Failure('proposal_not_found');
  checkState(proposal, decision, wish, tx.now);
  const settings = await businessSettings(tx);
  const hash = proposal.documentHash ?? (await keepWording(tx, proposal, settings.business_name));
  if (wish.channel !== 'on_behalf' && wish.documentHash !== hash) throw new Failure('proposal_changed');
  const accepted = decision === 'accepted';
  const after: Proposal = {
    ...proposal, state: decision, documentHash: hash, updatedAt: tx.now, acceptedAt: accepted ? tx.now : null, rejectedAt: accepted ? null : tx.now,
    recurringSince: accepted && proposal.monthlyRecurring > 0n ? dayIn(settings.time_zone, tx.now) : null,
  };
  if (!(await moveProposal(tx, proposal, after))) throw new Failure('proposal_not_actionable');
  const kept = evidence(decision, wish, hash, tx.now);
  await insertDecision(tx, proposal.id, kept);
  audit(tx, proposal, kept, wish);
  touch(tx, proposal.customerId);
  mailDecision(tx, after, kept, settings);
  return after;
}

function checkState(proposal: Proposal, decision: Decision['decision'], wish: Decide, now: Date): void {
  if (proposal.customerArchived) throw new Failure('proposal_not_actionable', { status: 'archived' });
  if (proposal.state === 'draft') {
    if (wish.channel !== 'on_behalf') throw new Failure('proposal_not_actionable', { status: 'draft' });
    if (proposal.validUntil !== null && proposal.validUntil < now) throw new Failure('proposal_not_actionable', { status: 'expired' });
    return check(proposal, 'decide_draft', now);
  }
  check(proposal, decision === 'accepted' ? 'accept' : 'reject', now);
}

/** A draft that is decided at the desk was never sent: its text is kept now. */
async function keepWording(tx: Tx, proposal: Proposal, businessName: string): Promise<string> {
  const { hash, document } = wordingOf(proposal, businessName);
  await insertDocument(tx, proposal, hash, document);
  return hash;
}

function evidence(decision: Decision['decision'], wish: Decide, documentHash: string, decidedAt: Date): Decision {
  const signerName = oneLine(wish.name, LONGEST_NAME);
  if (signerName === null || signerName.length < 2) throw new Failure('input_invalid', { field: 'name' });
  const note = wish.note ? storableText(wish.note).trim() : '';
  if (note.length > LONGEST_NOTE) throw new Failure('input_invalid', { field: decision === 'accepted' ? 'note' : 'reason' });
  return {
    decision, channel: wish.channel, decidedBy: wish.actor.userId, signerName, signerIp: wish.ip,
    userAgent: wish.userAgent === null ? null : oneLine(wish.userAgent.slice(0, LONGEST_AGENT), LONGEST_AGENT),
    documentHash, note: note === '' ? null : note, chargeConsent: decision === 'accepted' && (wish.chargeConsent ?? false), decidedAt,
  };
}

function audit(tx: Tx, proposal: Proposal, kept: Decision, wish: Decide): void {
  const onBehalf = wish.channel === 'on_behalf';
  record(tx, {
    actor: onBehalf ? { ...wish.actor, onBehalfOf: proposal.customerId } : wish.actor, action: `proposal.${kept.decision}`, resourceType: 'proposal', resourceId: proposal.id,
    details: {
      channel: kept.channel, document_hash: kept.documentHash, note: kept.note,
      ...(onBehalf ? { by: kept.signerName, on_behalf_of: proposal.customer.name } : { signer: kept.signerName, charge_consent: kept.chargeConsent }),
    },
  });
}

function oneLine(text: string, most: number): string | null {
  const kept = storableText(text).replace(/\p{Cc}+/gu, ' ').trim();
  if (kept.length > most) throw new Failure('input_invalid', { field: 'name' });
  return kept === '' ? null : kept;
}
