import { newId } from '../../kernel/ids.js';
import { storableText } from '../../kernel/json.js';
import { BUSINESS, touch } from '../caches/index.js';
import type { Tx } from '../tx.js';
import type { PortalVisit } from './portal.js';
import { deleteOldSessions, findRecentSession, insertPortalSession, lockVisitor } from './store.js';

const SAME_VISIT_MS = 15 * 60_000;
const KEPT_MS = 365 * 86_400_000;

/** Counts that a user came to the portal: once in 15 minutes, however often a page says so. Gives the session's id. */
export async function trackSession(tx: Tx, visit: PortalVisit): Promise<string> {
  await lockVisitor(tx, visit.userId);
  const known = await findRecentSession(tx, visit.userId, visit.customerId, new Date(tx.now.getTime() - SAME_VISIT_MS));
  if (known !== undefined) return known;
  const id = newId(tx.now.getTime());
  const userAgent = visit.userAgent === null ? null : storableText(visit.userAgent).slice(0, 300);
  await insertPortalSession(tx, { id, ...visit, userAgent });
  touch(tx, BUSINESS);
  return id;
}

/** Deletes sessions, and the addresses in them, after a year. Returns how many. */
export async function forgetPortalSessions(tx: Tx): Promise<number> {
  return deleteOldSessions(tx, new Date(tx.now.getTime() - KEPT_MS));
}
