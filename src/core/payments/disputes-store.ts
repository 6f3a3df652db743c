import type { ProcessorDispute } from '../ports/processor.js';
import type { Reader, Tx } from '../tx.js';

export async function findDispute(reader: Reader, heard: ProcessorDispute): Promise<{ id: string; state: string; withdrawn: bigint; moves: number } | undefined> {
  return reader.db.selectFrom('disputes').select(['id', 'state', 'withdrawn', 'moves'])
    .where('processor', '=', heard.processor).where('account', '=', heard.account).where('external_id', '=', heard.externalId).executeTakeFirst();
}

/** Writes where a dispute stands, new or changed. */
export async function writeDispute(tx: Tx, dispute: { id: string; paymentId: string; moves: number; withdrawn: bigint; heard: ProcessorDispute }): Promise<void> {
  const { id, paymentId, moves, withdrawn, heard } = dispute;
  await tx.db.insertInto('disputes').values({
    id, payment_id: paymentId, processor: heard.processor, account: heard.account, external_id: heard.externalId, state: heard.status,
    amount: heard.amount, withdrawn, moves, reason: heard.reason, created_at: tx.now, updated_at: tx.now,
  }).onConflict((oc) => oc.columns(['processor', 'account', 'external_id'])
    .doUpdateSet({ state: heard.status, withdrawn, moves, updated_at: tx.now })).execute();
}
