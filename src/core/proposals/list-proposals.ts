import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import type { Reader } from '../tx.js';
import { countProposalRows, listProposalRows } from './list-store.js';
import type { ListProposals } from './list-wish.js';
import type { Proposal } from './proposal.js';

/** A page of offers, newest first. */
export async function listProposals(reader: Reader, wish: ListProposals): Promise<Page<Proposal>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  const rows = await listProposalRows(reader, { ...wish, after, limit: wish.limit + 1 });
  return toPage(rows, wish.limit, (proposal) => [proposal.createdAt.getTime(), proposal.id]);
}

/** How many there are of one customer. */
export function countProposals(reader: Reader, wish: Pick<ListProposals, 'customerId' | 'sentOnly' | 'now'>): Promise<number> {
  return countProposalRows(reader, wish);
}
