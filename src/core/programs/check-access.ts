import type { Reader } from '../tx.js';
import { accessReason } from './access.js';
import type { AccessReason, Visitor } from './access.js';
import { getProgram } from './get-program.js';
import { ownsAccess } from './purchases-store.js';

/** Whether a program is open to this user, and why. `program_not_found`. */
export async function checkAccess(reader: Reader, who: Visitor, programId: string): Promise<{ readonly hasAccess: boolean; readonly reason: AccessReason }> {
  const program = await getProgram(reader, programId);
  const reason = accessReason(who, { id: program.id, free: program.price === 0n, purchased: await ownsAccess(reader, who.userId, program.id) });
  return { hasAccess: reason !== 'no-access', reason };
}
