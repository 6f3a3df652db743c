import type { Minor } from '../../kernel/money.js';
import type { Reader, Statement, Tx } from '../tx.js';

/** Who has a wallet. */
export interface Holder {
  readonly name: string;
  readonly email: string;
  /** Whom he acts for, if anybody. */
  readonly customerId: string | null;
}

/** Null: he may not come in any more. */
export async function findHolder(reader: Reader, userId: string): Promise<Holder | undefined> {
  const row = await reader.db.selectFrom('users as u').select(['u.name', 'u.email'])
    .select((eb) => eb.selectFrom('customer_users as m').whereRef('m.user_id', '=', 'u.id').select('m.customer_id').limit(1).as('customer_id'))
    .where('u.id', '=', userId).where('u.disabled_at', 'is', null).executeTakeFirst();
  return row && { name: row.name, email: row.email, customerId: row.customer_id };
}

/** What a holder wants to happen by itself. */
export interface Wishes {
  readonly noticeBelow: Minor | null;
  readonly noticedAt: Date | null;
  /** Less than this left calls for a charge; null: nothing is bought by itself. */
  readonly topUpBelow: Minor | null;
}

const wishesOf: Statement<{ notice_below: bigint | null; noticed_at: Date | null; top_up_below: bigint | null }> = {
  name: 'credits_wishes',
  text: `SELECT w.notice_below, w.noticed_at, t.below AS top_up_below FROM credit_wallets w LEFT JOIN credit_top_ups t ON t.user_id = w.user_id AND t.active WHERE w.user_id = $1`,
};

/** In one statement: every spend asks. */
export async function findWishes(reader: Reader, userId: string): Promise<Wishes> {
  const [row] = await reader.run(wishesOf, [userId]);
  return { noticeBelow: row?.notice_below ?? null, noticedAt: row?.noticed_at ?? null, topUpBelow: row?.top_up_below ?? null };
}

/** The next one is told afresh. */
export async function setNoticeBelow(tx: Tx, userId: string, below: Minor | null): Promise<void> {
  await tx.db.updateTable('credit_wallets').set({ notice_below: below, noticed_at: null, updated_at: tx.now }).where('user_id', '=', userId).execute();
}

export async function setNoticed(tx: Tx, userId: string): Promise<void> {
  await tx.db.updateTable('credit_wallets').set({ noticed_at: tx.now, updated_at: tx.now }).where('user_id', '=', userId).execute();
}
