import { Failure } from '../../kernel/failure.js';
import { isHexId, isUuid } from '../../kernel/ids.js';
import { decodeCursor, toPage } from '../../kernel/page.js';
import type { Page } from '../../kernel/page.js';
import { isAdmin } from '../../kernel/roles.js';
import type { Reader } from '../tx.js';
import { isMentorOf } from './access.js';
import type { Visitor } from './access.js';
import { getProgram } from './get-program.js';
import type { Purchase, PurchaseState } from './purchase.js';
import { findPurchase, pageOfPurchases, purchasesOfUser } from './purchases-store.js';

/** A user's own purchases, newest first, whatever became of them. */
export function listOwnPurchases(reader: Reader, userId: string): Promise<Purchase[]> {
  return purchasesOfUser(reader, userId);
}

/** A purchase its buyer, a mentor of its program or an admin may see; else `permission_missing`. `purchase_not_found`. */
export async function getPurchase(reader: Reader, who: Visitor, publicId: string): Promise<Purchase> {
  const purchase = isHexId(publicId) ? await findPurchase(reader, publicId.toLowerCase()) : undefined;
  if (!purchase) throw new Failure('purchase_not_found');
  if (purchase.userId !== who.userId && !isAdmin(who.roles) && !isMentorOf(who, purchase.programId)) throw new Failure('permission_missing');
  return purchase;
}

export interface ListPurchases {
  /** 24 hex. */
  readonly programId?: string | undefined;
  readonly state?: PurchaseState | undefined;
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Everybody's purchases, newest first: all of them for admins, those of their programs for mentors. `input_invalid` for a cursor that is none, `program_not_found`. */
export async function listPurchases(reader: Reader, who: Visitor, wish: ListPurchases): Promise<Page<Purchase>> {
  const after = wish.cursor === undefined ? undefined : decodeCursor(wish.cursor, 2);
  if (after && !(typeof after[0] === 'number' && Number.isSafeInteger(after[0]) && Math.abs(after[0]) < 8e15 && typeof after[1] === 'string' && isUuid(after[1]))) throw new Failure('input_invalid', { field: 'cursor' });
  const asked = wish.programId === undefined ? undefined : [(await getProgram(reader, wish.programId)).id];
  const rows = await pageOfPurchases(reader, {
    programIds: isAdmin(who.roles) ? asked : mentored(who).filter((id) => !asked || asked.includes(id)), state: wish.state, search: wish.search?.trim() || undefined,
    after: after && { createdAt: new Date(Number(after[0])), id: String(after[1]) }, limit: wish.limit + 1,
  });
  return toPage(rows, wish.limit, (row) => [row.createdAt.getTime(), row.id]);
}

function mentored(who: Visitor): string[] {
  return who.scopes.flatMap((grant) => (grant.role === 'mentor' && grant.scopeId !== null ? [grant.scopeId] : []));
}
