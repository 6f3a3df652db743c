import { eachApart } from '../../kernel/each-apart.js';
import type { NotDone } from '../../kernel/each-apart.js';
import { newId } from '../../kernel/ids.js';
import { post } from '../ledger/index.js';
import type { Tx, World } from '../tx.js';
import { expiring, moveParts } from './lots.js';
import type { Wallet } from './lots.js';
import { expiryPosting } from './postings.js';
import { lockWallet, usersWithExpired, writeWallet } from './store.js';

/** What a run over the wallets of many users left. */
export interface WalletsRun {
  /** More is waiting: run again. */
  readonly more: boolean;
  /** Users about whom nothing could be done. */
  readonly failed: readonly NotDone[];
}

/** Books what is past its day as income. */
export async function expireCredits(world: World): Promise<WalletsRun> {
  const users = await usersWithExpired(world.read, world.clock.now());
  const failed = await eachApart(users, (userId) => world.transact(async (tx) => {
    const before = await lockWallet(tx, userId, '');
    await writeWallet(tx, before, sweep(tx, before));
  }));
  return { more: users.length >= 100 && failed.length === 0, failed };
}

/** The wallet without what is past its day, which is booked. Whoever changes a wallet begins so. */
export function sweep(tx: Tx, wallet: Wallet): Wallet {
  const parts = expiring(wallet, tx.now);
  for (const { lotId, amount } of parts) post(tx, expiryPosting(wallet, lotId, { id: newId(tx.now.getTime()), amount }));
  return moveParts(wallet, 'expired', parts);
}
