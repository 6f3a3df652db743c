import { Failure } from '../../kernel/failure.js';
import { smaller } from '../../kernel/money.js';
import type { Minor } from '../../kernel/money.js';
import { record } from '../audit/index.js';
import { post } from '../ledger/index.js';
import { SYSTEM } from '../tx.js';
import type { Actor, Tx, World } from '../tx.js';
import type { CreditSpend } from './credits.js';
import { sweep } from './expire-credits.js';
import { moveParts, payDebt } from './lots.js';
import type { Part } from './lots.js';
import { releasePosting, spendPosting } from './postings.js';
import { decideSpend, findSpend, forgottenHolds, lockWallet, partsOf, writeWallet } from './store.js';

/** What was set aside is used: all of it, or `amount`, and the rest goes back. `credit_spend_not_found`, `credit_spend_decided`, `amount_invalid`. */
export async function commitSpend(tx: Tx, id: string, amount: Minor | null, actor: Actor): Promise<CreditSpend> {
  return decide(tx, id, actor, (spend) => {
    const committed = amount ?? spend.amount;
    if (committed <= 0n || committed > spend.amount) throw new Failure('amount_invalid');
    return committed;
  });
}

/** What was set aside goes back to its lots. What is past its day by now expires. `credit_spend_not_found`, `credit_spend_decided`. */
export async function voidSpend(tx: Tx, id: string, actor: Actor): Promise<CreditSpend> {
  return decide(tx, id, actor, () => 0n);
}

/** Gives back holds whose time is over. True: more are waiting. */
export async function releaseHolds(world: World): Promise<boolean> {
  const forgotten = await forgottenHolds(world.read, world.clock.now());
  for (const { id } of forgotten) {
    await world.transact((tx) => voidSpend(tx, id, SYSTEM)).catch((error: unknown) => {
      if (!(error instanceof Failure) || error.code !== 'credit_spend_decided') throw error; // decided meanwhile
    });
  }
  return forgotten.length >= 50;
}

async function decide(tx: Tx, id: string, actor: Actor, choose: (spend: CreditSpend) => Minor): Promise<CreditSpend> {
  const known = await findSpend(tx, id);
  if (!known) throw new Failure('credit_spend_not_found');
  const before = await lockWallet(tx, known.userId, known.currency);
  // Behind the wallet's lock nobody else decides it.
  const spend = (await findSpend(tx, id))!;
  if (spend.state !== 'held') throw new Failure('credit_spend_decided', { state: spend.state });
  const committed = choose(spend);
  const parts = await partsOf(tx, id);
  const freed = moveParts(before, 'held', parts.map((part) => ({ ...part, amount: -part.amount })));
  const after = sweep(tx, payDebt(moveParts(freed, 'spent', firstOf(parts, committed))));
  await writeWallet(tx, before, after);
  const decided: CreditSpend = { ...spend, state: committed > 0n ? 'committed' : 'voided', committed, decidedAt: tx.now };
  await decideSpend(tx, decided);
  post(tx, committed > 0n ? spendPosting(before, id, { amount: spend.amount, committed }) : releasePosting(before, id, spend.amount));
  record(tx, { actor, action: committed > 0n ? 'credits.spent' : 'credits.released', resourceType: 'credit_spend', resourceId: id, details: { user_id: spend.userId, amount: committed > 0n ? committed : spend.amount } });
  return decided;
}

/** The first `amount` of the parts. */
function firstOf(parts: readonly Part[], amount: Minor): Part[] {
  let left = amount;
  return parts.map(({ lotId, amount: part }) => {
    const taken = smaller(left, part);
    left -= taken;
    return { lotId, amount: taken };
  });
}
