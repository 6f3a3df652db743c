import type { Reader, Statement } from '../tx.js';

const byOccasion: Statement<{ id: string }> = { name: 'ledger_by_occasion', text: `SELECT id FROM ledger_transactions WHERE occasion = $1` };

/** Was an effect put into the book before? One that this very transaction posts is not there yet. */
export async function isPosted(reader: Reader, occasion: string): Promise<boolean> {
  return (await reader.run(byOccasion, [occasion])).length > 0;
}
