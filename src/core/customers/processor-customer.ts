import { present } from '../../kernel/assert.js';
import type { ProcessorName } from '../ports/processor.js';
import type { Reader, Tx } from '../tx.js';
import { keepProcessorCustomer, selectProcessorCustomer } from './store.js';

/** What a processor account calls this customer (Stripe: cus_…), or null when it does not know them yet. */
export async function processorCustomerId(reader: Reader, customerId: string, processor: ProcessorName, account: string): Promise<string | null> {
  const [row] = await reader.run(selectProcessorCustomer, [customerId, processor, account]);
  return row?.external_id ?? null;
}

/** Keeps the processor's id; returns the one that counts, which is the first ever kept. */
export async function rememberProcessorCustomer(
  tx: Tx,
  customerId: string,
  at: { processor: ProcessorName; account: string; externalId: string },
): Promise<string> {
  const [row] = await tx.run(keepProcessorCustomer, [customerId, at.processor, at.account, at.externalId, tx.now]);
  return present(row, 'one of the two ids was kept').external_id;
}
