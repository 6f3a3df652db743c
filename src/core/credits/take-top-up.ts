import { eachApart } from '../../kernel/each-apart.js';
import { isDatabaseFailure } from '../../kernel/failure.js';
import { businessSettings } from '../settings/index.js';
import type { Tx, World } from '../tx.js';
import { chargeTopUp } from './charge-top-up.js';
import type { WalletsRun } from './expire-credits.js';
import { availableIn } from './lots.js';
import { lockWallet } from './store.js';
import { boundedUntil, periodsAt } from './top-up.js';
import type { ClaimedTopUp } from './top-up.js';
import { countCharges, decideCharge, findOpenCharge, insertCharge, lockTopUp, updateTopUp, usersToTopUp } from './top-ups-store.js';

/** A charge whose outcome nobody recorded is asked about again after so long. */
const STALE_MS = 2 * 60_000;

/** Buys what is due to be bought, `limit` at most; also what a process that died began. */
export async function topUpCredits(world: World, limit = 50): Promise<WalletsRun> {
  const now = world.clock.now();
  const users = await usersToTopUp(world.read, { now, staleBefore: new Date(now.getTime() - STALE_MS), limit });
  const failed = await eachApart(users, (userId) => topUpOne(world, userId));
  return { more: users.length >= limit && failed.length === 0, failed };
}

/** Looks at one holder: charges his card, or finds that nothing is to be done. */
async function topUpOne(world: World, userId: string): Promise<void> {
  const charge = await world.transact((tx) => claim(tx, userId));
  if (charge === null) return;
  await chargeTopUp(world, charge).catch((error: unknown) => {
    // The attempt stays under its key, and is taken up again.
    if (!isDatabaseFailure(error)) throw error;
  });
}

/** Behind the locks of wallet and wish: the row of an attempt, to be carried out outside of any transaction. */
async function claim(tx: Tx, userId: string): Promise<ClaimedTopUp | null> {
  const settings = await businessSettings(tx);
  const wallet = await lockWallet(tx, userId, settings.currency);
  const topUp = await lockTopUp(tx, userId);
  if (!topUp) return null;
  const open = await findOpenCharge(tx, userId);
  if (open) {
    if (open.updatedAt.getTime() > tx.now.getTime() - STALE_MS) return null;
    await decideCharge(tx, open, { state: 'charging' });
    return open;
  }
  if (!topUp.active || topUp.dueAt === null || topUp.dueAt > tx.now) return null;
  const zone = settings.time_zone;
  const { last, ...counted } = await countCharges(tx, userId, periodsAt(zone, tx.now));
  const wait = boundedUntil({ zone, now: tx.now, ...counted, mostAMonth: topUp.mostAMonth });
  const called = availableIn(wallet, tx.now) < topUp.below;
  await updateTopUp(tx, { ...topUp, dueAt: called ? wait : null });
  if (!called || wait !== null) return null;
  const charge = { userId, attempt: last + 1, packageId: topUp.packageId, methodId: topUp.methodId };
  await insertCharge(tx, charge);
  return charge;
}
