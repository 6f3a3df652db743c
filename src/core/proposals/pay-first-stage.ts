import { Failure } from '../../kernel/failure.js';
import { openAmount, payInvoices } from '../invoices/index.js';
import type { CarriedOut } from '../payments/index.js';
import type { Actor, World } from '../tx.js';
import type { Proposal } from './proposal.js';
import { stageInvoices } from './stage-invoices.js';

export interface PayFirstStage {
  /** An accepted offer that the payer may see. */
  readonly proposal: Proposal;
  /** His word that the card may be kept and charged for the later stages, and how he gave it; null: it may not. */
  readonly consent: { readonly name: string; readonly ip: string | null; readonly userAgent: string | null } | null;
  readonly requestKey: string | null;
  readonly actor: Actor;
}

/** What he agreed to, as the page had it. */
export const CONSENT_TEXT = 'I allow this card to be saved, and the remaining stages of this offer to be charged to it on the days they are due.';

/**
 * Begins paying the first stage that is still owed. With consent the card is kept once it has paid. Errors of
 * payInvoices; `invoice_already_paid` when nothing is owed, `proposal_not_accepted`.
 */
export async function payFirstStage(world: World, { proposal, consent, requestKey, actor }: PayFirstStage): Promise<CarriedOut & { readonly invoiceId: string }> {
  if (proposal.state !== 'accepted') throw new Failure('proposal_not_accepted');
  const owed = (await stageInvoices(world.read, proposal.id)).find((invoice) => openAmount(invoice) > 0n);
  if (!owed) throw new Failure('invoice_already_paid');
  const cardConsent = consent === null ? null : {
    proposal_id: proposal.id, document_hash: proposal.documentHash, name: consent.name, ip: consent.ip, user_agent: consent.userAgent, text: CONSENT_TEXT,
    at: world.clock.now().toISOString(),
  };
  const carried = await payInvoices(world, { customerId: proposal.customerId, lines: [{ invoiceId: owed.id }], cardConsent, requestKey, actor });
  return { ...carried, invoiceId: owed.id };
}
