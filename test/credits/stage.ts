import { createPackage } from '../../src/core/credits/index.js';
import type { CreditPackage } from '../../src/core/credits/index.js';
import { applyIntents } from '../../src/core/payments/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newHexId, newId } from '../../src/kernel/ids.js';
import type { TestWorld } from '../world.js';

interface SandboxEvent { readonly id: string; readonly type: string }

/** What tests of credits need of a world: users, packages, and the two ways in which we hear of money. */
export function creditsStage(t: TestWorld) {
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    await (await fetch(`${t.sandbox.urls.stripe}/_sandbox/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })).json() as T;
  let delivered = 0;
  const receive = async (event: SandboxEvent): Promise<void> => {
    const payload = Buffer.from(JSON.stringify(event));
    await t.inbox.receive({ event: t.processor.readStored(payload), payload });
  };
  const fresh = async (): Promise<SandboxEvent[]> => {
    const all = (await control<{ data: SandboxEvent[] }>('GET', 'events?full=1')).data;
    const some = all.slice(delivered);
    delivered = all.length;
    return some;
  };
  return {
    control, receive, fresh,
    /** A call of Stripe's own API, as its dashboard would make it. */
    async asStripe(path: string, body: Record<string, string>): Promise<{ id: string }> {
      const answer = await fetch(`${t.sandbox.urls.stripe}/v1/${path}`, { method: 'POST', headers: { authorization: `Bearer ${t.secretKey}` }, body: new URLSearchParams(body) });
      return await answer.json() as { id: string };
    },
    async deliver(): Promise<void> {
      for (const event of await fresh()) await receive(event);
    },
    /** As a browser's confirmation does it: asks the processor and settles. */
    async confirm(externalId: string): Promise<void> {
      const intent = await t.processor.retrieveIntent(externalId);
      await t.world.transact((tx) => applyIntents(tx, [{ intent }]));
    },
    async user(): Promise<string> {
      const id = newId();
      await t.world.transact(async (tx) => void await tx.db.insertInto('users').values({ id, public_id: newHexId(), email: `${id}@example.com`, name: 'Ada Baker', created_at: tx.now, updated_at: tx.now }).execute());
      return id;
    },
    offer: (change: Partial<Omit<CreditPackage, 'id' | 'currency'>> = {}): Promise<CreditPackage> =>
      t.world.transact((tx) => createPackage(tx, { name: 'Medium Package', description: '', price: 1_500n, credits: 1_500n, validDays: null, priority: 100, active: true, ...change }, SYSTEM)),
    /** What tables and ledger say of a user's credits; the two must agree. */
    async books(userId: string): Promise<{ granted: bigint; spent: bigint; held: bigint; expired: bigint; clawedBack: bigint; remaining: bigint; debt: bigint; lots: number; ledger: bigint; ledgerHeld: bigint }> {
      const { rows: [row] } = await t.pool.query(
        `SELECT coalesce(sum(amount), 0)::bigint AS granted, coalesce(sum(spent), 0)::bigint AS spent, coalesce(sum(held), 0)::bigint AS held, coalesce(sum(expired), 0)::bigint AS expired,
           coalesce(sum(clawed_back), 0)::bigint AS "clawedBack", coalesce(sum(remaining), 0)::bigint AS remaining, count(*)::int AS lots,
           coalesce((SELECT debt FROM credit_wallets WHERE user_id = $1::uuid), 0) AS debt,
           (SELECT coalesce(-sum(e.amount), 0)::bigint FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'user_credits' AND a.owner_id = $1::text) AS ledger,
           (SELECT coalesce(-sum(e.amount), 0)::bigint FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'credits_held' AND a.owner_id = $1::text) AS "ledgerHeld"
         FROM credit_lots WHERE user_id = $1::uuid`, [userId]);
      return row as never;
    },
  };
}
