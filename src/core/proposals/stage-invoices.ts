import { getInvoicesWithLines } from '../invoices/index.js';
import type { InvoiceWithLines } from '../invoices/index.js';
import type { Reader } from '../tx.js';
import { stageInvoiceIds } from './store.js';

/** The invoices an offer became, in the order of its stages. */
export async function stageInvoices(reader: Reader, proposalId: string): Promise<InvoiceWithLines[]> {
  return getInvoicesWithLines(reader, await stageInvoiceIds(reader, proposalId));
}
