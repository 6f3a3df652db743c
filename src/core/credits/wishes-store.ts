import type { Minor } from '../../kernel/money.js';
import type { Reader, Tx } from '../tx.js';

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

// notice

export async function findNotice(reader: Reader, userId: string): Promise<{ below: Minor | null; noticedAt: Date | null } | undefined> {
  const row = await reader.db.selectFrom('credit_wallets').select(['notice_below', 'noticed_at']).where('user_id', '=', userId).executeTakeFirst();
  return row && { below: row.notice_below, noticedAt: row.noticed_at };
}

/** The next one is told afresh. */
export async function setNoticeBelow(tx: Tx, userId: string, below: Minor | null): Promise<void> {
  await tx.db.updateTable('credit_wallets').set({ notice_below: below, noticed_at: null, updated_at: tx.now }).where('user_id', '=', userId).execute();
}

export async function setNoticed(tx: Tx, userId: string): Promise<void> {
  await tx.db.updateTable('credit_wallets').set({ noticed_at: tx.now, updated_at: tx.now }).where('user_id', '=', userId).execute();
}
