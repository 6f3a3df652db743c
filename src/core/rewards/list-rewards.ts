import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import { BUSINESS, cached } from '../caches/index.js';
import type { Reader } from '../tx.js';
import type { Redemption, Reward } from './reward.js';
import { findRewards, listRedemptionRows } from './rewards-store.js';
import type { ListRedemptions } from './rewards-store.js';

/** What points buy, cheapest first; with what is not offered any more for staff. */
export function listRewards(reader: Reader, wish: { readonly onlyActive: boolean }): Promise<Reward[]> {
  const key = wish.onlyActive ? 'active' : 'all';
  return cached(reader, { cache: 'queries', owner: BUSINESS, kind: 'rewards', key }, () => findRewards(reader, wish.onlyActive));
}

/** Redemptions, latest first. `input_invalid` for a foreign cursor. */
export async function listRedemptions(reader: Reader, wish: ListRedemptions): Promise<Page<Redemption>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const rows = await listRedemptionRows(reader, { ...wish, after, limit: wish.limit + 1 });
  return toPage(rows, wish.limit, (redemption) => [redemption.createdAt.getTime(), redemption.id]);
}
