import { newId } from '../../kernel/ids.js';
import { post } from '../ledger/index.js';
import type { Tx, World } from '../tx.js';
import { expiring, moveParts } from './lots.js';
import type { Wallet } from './lots.js';
import { expiryPosting } from './postings.js';
import { lockWallet, usersWithExpired, writeWallet } from './store.js';

/** Books what is past its day as income. True: more is waiting. */
export async function expireCredits(world: World): Promise<boolean> {
  const users = await usersWithExpired(world.read, world.clock.now());
  for (const userId of users) {
    await world.transact(async (tx) => {
      const before = await lockWallet(tx, userId, '');
      await writeWallet(tx, before, sweep(tx, before));
    });
  }
  return users.length >= 100;
}

/** The wallet without what is past its day, which is booked. Whoever changes a wallet begins so. */
export function sweep(tx: Tx, wallet: Wallet): Wallet {
  const parts = expiring(wallet, tx.now);
  for (const { lotId, amount } of parts) post(tx, expiryPosting(wallet, lotId, { id: newId(tx.now.getTime()), amount }));
  return moveParts(wallet, 'expired', parts);
}
