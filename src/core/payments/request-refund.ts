import { newId } from '../../kernel/ids.js';
import type { Minor } from '../../kernel/money.js';
import type { Tx } from '../tx.js';
import { insertRefund } from './refunds-store.js';

export interface RequestRefund {
  readonly paymentId: string;
  readonly processor: string;
  readonly account: string;
  readonly amount: Minor;
  readonly reason: string;
}

/** Money that has to go back by itself: written with what made it so, sent by the resolver right after. The caller has locked the payment. */
export async function requestRefund(tx: Tx, wish: RequestRefund): Promise<void> {
  await insertRefund(tx, {
    id: newId(tx.now.getTime()), paymentId: wish.paymentId, processor: wish.processor as 'stripe', account: wish.account, externalId: null, state: 'requested',
    amount: wish.amount, keepOwing: false, reason: wish.reason, requestedBy: null, requestKey: null, resolveAfter: tx.now,
  });
}
