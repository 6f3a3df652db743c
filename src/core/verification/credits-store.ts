import type { Reader, Statement } from '../tx.js';

export interface WalletRow {
  user_id: string; debt: bigint; remaining: bigint; held: bigint; clawed_back: bigint; clawback_target: bigint; taken_by_hand: bigint;
  held_by_spends: bigint; spent: bigint; spent_by_spends: bigint; ledger: bigint; ledger_held: bigint;
}

const walletsAfter: Statement<WalletRow> = {
  name: 'verify_credit_wallets',
  text: `SELECT w.user_id, w.debt, coalesce(l.remaining, 0)::bigint AS remaining, coalesce(l.held, 0)::bigint AS held, coalesce(l.spent, 0)::bigint AS spent,
      coalesce(l.clawed_back, 0)::bigint AS clawed_back, coalesce(l.clawback_target, 0)::bigint AS clawback_target,
      coalesce((SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id JOIN ledger_transactions t ON t.id = e.transaction_id
        WHERE a.kind = 'user_credits' AND a.owner_id = w.user_id::text AND t.occasion LIKE 'credits.adjusted:%'), 0)::bigint AS taken_by_hand,
      coalesce((SELECT sum(s.amount) FROM credit_spends s WHERE s.user_id = w.user_id AND s.state = 'held'), 0)::bigint AS held_by_spends,
      coalesce((SELECT sum(s.committed) FROM credit_spends s WHERE s.user_id = w.user_id), 0)::bigint AS spent_by_spends,
      coalesce((SELECT -sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'user_credits' AND a.owner_id = w.user_id::text), 0)::bigint AS ledger,
      coalesce((SELECT -sum(e.amount) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'credits_held' AND a.owner_id = w.user_id::text), 0)::bigint AS ledger_held
    FROM credit_wallets w
    LEFT JOIN LATERAL (SELECT sum(remaining) AS remaining, sum(held) AS held, sum(spent) AS spent, sum(clawed_back) AS clawed_back, sum(clawback_target) AS clawback_target
      FROM credit_lots WHERE user_id = w.user_id) l ON true
    WHERE w.user_id > $1 ORDER BY w.user_id LIMIT 1000`,
};

/** What tables and book say of each user's credits. */
export async function readWallets(reader: Reader, after: string): Promise<WalletRow[]> {
  return reader.run(walletsAfter, [after]);
}

export interface LotRow { id: string; purchase_id: string; payment_id: string; amount: bigint; clawback_target: bigint; user_id: string; payment_state: string | null; received: bigint | null; gone: bigint | null; purchase_user: string | null }

const boughtAfter: Statement<LotRow> = {
  name: 'verify_credit_lots',
  text: `SELECT l.id, l.purchase_id, l.payment_id, l.amount, l.clawback_target, l.user_id, p.state AS payment_state, p.amount_received AS received,
      p.amount_refunded + p.amount_disputed AS gone, b.user_id AS purchase_user
    FROM credit_lots l LEFT JOIN payments p ON p.id = l.payment_id LEFT JOIN credit_purchases b ON b.id = l.purchase_id
    WHERE l.payment_id IS NOT NULL AND l.id > $1 ORDER BY l.id LIMIT 1000`,
};

/** Lots that were bought, with what became of their money. */
export async function readBoughtLots(reader: Reader, after: string): Promise<LotRow[]> {
  return reader.run(boughtAfter, [after]);
}
