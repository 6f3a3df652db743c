import { newId } from '../../kernel/ids.js';
import type { Tx } from '../tx.js';
import { insertSettings } from './store.js';

const CURRENCY = 'USD';

/** The billing settings of a new customer: nothing recurs, 30 days to pay. Once each. */
export async function openBilling(tx: Tx, customerId: string): Promise<void> {
  await tx.run(insertSettings, [newId(tx.now.getTime()), customerId, CURRENCY, tx.now]);
}
