import type { Reader, Statement, Tx } from '../tx.js';
import type { Channel, Decision, Proposal, ProposalContent, ProposalState, Stage } from './proposal.js';

export interface ProposalRow {
  id: string; customer_id: string; customer_name: string; customer_email: string; customer_archived: boolean; title: string; description: string | null; state: string;
  currency: string; total_amount: bigint; monthly_recurring_amount: bigint; valid_until: Date | null; document_hash: Buffer | null; recurring_since: string | null;
  recurring_until: string | null; version: number; created_at: Date; updated_at: Date; sent_at: Date | null; accepted_at: Date | null; rejected_at: Date | null;
  generated_at: Date | null; stages: [number, string, number | null][];
}

/** With its stages in the same row: a read by key is one statement. */
export const COLUMNS = `p.id, p.customer_id, c.name AS customer_name, c.email AS customer_email, c.archived_at IS NOT NULL AS customer_archived, p.title, p.description, p.state,
  p.currency, p.total_amount, p.monthly_recurring_amount, p.valid_until, p.document_hash, p.recurring_since, p.recurring_until, p.version, p.created_at, p.updated_at,
  p.sent_at, p.accepted_at, p.rejected_at, p.generated_at,
  (SELECT json_agg(json_build_array(s.share_bp, s.milestone, s.due_days) ORDER BY s.position) FROM proposal_stages s WHERE s.proposal_id = p.id) AS stages`;
export const SOURCE = `proposals p JOIN customers c ON c.id = p.customer_id`;

const find: Statement<ProposalRow> = { name: 'proposals_find', text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE p.id = $1 AND p.deleted_at IS NULL` };
const lockRow: Statement<{ id: string }> = { name: 'proposals_lock', text: `SELECT id FROM proposals WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE` };

export async function findProposal(reader: Reader, id: string): Promise<Proposal | undefined> {
  return (await reader.run(find, [id])).map(toProposal)[0];
}

/** Locks first, reads then: stages are rows of their own, and must be those of the locked version. */
export async function lockProposal(tx: Tx, id: string): Promise<Proposal | undefined> {
  const [row] = await tx.run(lockRow, [id]);
  return row && findProposal(tx, id);
}

export async function insertProposal(tx: Tx, id: string, customerId: string, content: ProposalContent): Promise<void> {
  await tx.db.insertInto('proposals').values({
    id, customer_id: customerId, title: content.title, description: content.description, currency: content.currency, total_amount: content.total,
    monthly_recurring_amount: content.monthlyRecurring, valid_until: content.validUntil, created_at: tx.now, updated_at: tx.now,
  }).execute();
  await insertStages(tx, id, content.stages);
}

async function insertStages(tx: Tx, id: string, stages: readonly Stage[]): Promise<void> {
  await tx.db.insertInto('proposal_stages').values(stages.map((stage, position) => ({
    proposal_id: id, position, share_bp: stage.shareBp, milestone: stage.milestone, due_days: stage.dueDays,
  }))).execute();
}

export async function rewriteContent(tx: Tx, id: string, content: ProposalContent): Promise<void> {
  await tx.db.updateTable('proposals').set((eb) => ({
    title: content.title, description: content.description, currency: content.currency, total_amount: content.total,
    monthly_recurring_amount: content.monthlyRecurring, valid_until: content.validUntil, version: eb('version', '+', 1), updated_at: tx.now,
  })).where('id', '=', id).execute();
  await tx.db.deleteFrom('proposal_stages').where('proposal_id', '=', id).execute();
  await insertStages(tx, id, content.stages);
}

const move: Statement<{ id: string }> = {
  name: 'proposals_move',
  text: `UPDATE proposals SET state = $4, document_hash = $5, sent_at = $6, accepted_at = $7, rejected_at = $8, recurring_since = $9, updated_at = $10, version = $11
         WHERE id = $1 AND state = $2 AND version = $3 AND deleted_at IS NULL RETURNING id`,
};

/** From the state and version that were read to `after`; false when somebody was faster. */
export async function moveProposal(tx: Tx, before: Proposal, after: Proposal): Promise<boolean> {
  const hash = after.documentHash === null ? null : Buffer.from(after.documentHash, 'hex');
  const rows = await tx.run(move, [before.id, before.state, before.version, after.state, hash, after.sentAt, after.acceptedAt, after.rejectedAt, after.recurringSince, tx.now, after.version]);
  return rows.length === 1;
}

const mark: Statement<{ id: string }> = {
  name: 'proposals_generated',
  text: `UPDATE proposals SET generated_at = $2, updated_at = $2 WHERE id = $1 AND state = 'accepted' AND generated_at IS NULL AND deleted_at IS NULL RETURNING id`,
};

/** False where its invoices were made before. */
export async function markGenerated(tx: Tx, id: string): Promise<boolean> {
  return (await tx.run(mark, [id, tx.now])).length === 1;
}

export async function markDeleted(tx: Tx, id: string): Promise<void> {
  await tx.db.updateTable('proposals').set({ deleted_at: tx.now, updated_at: tx.now }).where('id', '=', id).execute();
}

export async function insertDocument(tx: Tx, proposal: Proposal, hash: string, document: string): Promise<void> {
  await tx.db.insertInto('proposal_documents').values({ proposal_id: proposal.id, document_hash: Buffer.from(hash, 'hex'), version: proposal.version, document, made_at: tx.now })
    .onConflict((conflict) => conflict.doNothing()).execute();
}

export async function insertDecision(tx: Tx, proposalId: string, d: Decision): Promise<void> {
  await tx.db.insertInto('proposal_decisions').values({
    proposal_id: proposalId, decision: d.decision, channel: d.channel, decided_by: d.decidedBy, signer_name: d.signerName, signer_ip: d.signerIp, user_agent: d.userAgent,
    document_hash: Buffer.from(d.documentHash, 'hex'), note: d.note, charge_consent: d.chargeConsent, decided_at: d.decidedAt,
  }).execute();
}

export async function findDecision(reader: Reader, proposalId: string): Promise<Decision | null> {
  const row = await reader.db.selectFrom('proposal_decisions').selectAll().where('proposal_id', '=', proposalId).executeTakeFirst();
  return row === undefined ? null : {
    decision: row.decision as Decision['decision'], channel: row.channel as Channel, decidedBy: row.decided_by, signerName: row.signer_name, signerIp: row.signer_ip,
    userAgent: row.user_agent, documentHash: row.document_hash.toString('hex'), note: row.note, chargeConsent: row.charge_consent, decidedAt: row.decided_at,
  };
}

/** Did this address ever get this offer by mail? Its link may then say that it was withdrawn. */
export async function wasEverSent(reader: Reader, id: string): Promise<boolean> {
  const row = await reader.db.selectFrom('proposal_documents').select('proposal_id').where('proposal_id', '=', id).limit(1).executeTakeFirst();
  return row !== undefined;
}

const stagesBilled: Statement<{ id: string }> = {
  name: 'proposals_stage_invoices', text: `SELECT id FROM invoices WHERE proposal_id = $1 AND proposal_stage IS NOT NULL ORDER BY proposal_stage`,
};

export async function stageInvoiceIds(reader: Reader, proposalId: string): Promise<string[]> {
  return (await reader.run(stagesBilled, [proposalId])).map((row) => row.id);
}

export function toProposal(row: ProposalRow): Proposal {
  return {
    id: row.id, customerId: row.customer_id, customer: { name: row.customer_name, email: row.customer_email }, customerArchived: row.customer_archived, title: row.title,
    description: row.description, state: row.state as ProposalState, currency: row.currency, total: row.total_amount, monthlyRecurring: row.monthly_recurring_amount,
    validUntil: row.valid_until, documentHash: row.document_hash?.toString('hex') ?? null, recurringSince: row.recurring_since, recurringUntil: row.recurring_until,
    version: row.version, createdAt: row.created_at, updatedAt: row.updated_at, sentAt: row.sent_at, acceptedAt: row.accepted_at, rejectedAt: row.rejected_at,
    generatedAt: row.generated_at, stages: row.stages.map(([shareBp, milestone, dueDays]) => ({ shareBp, milestone, dueDays })),
  };
}
