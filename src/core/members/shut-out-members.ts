import type { CustomerArchived, CustomerRestored } from '../events.js';
import { disableUser, enableUser } from '../identity/index.js';
import type { Tx } from '../tx.js';
import { selectMembersToLetIn, selectMembersToShutOut } from './store.js';

/** Reaction: who acts for a customer that is put away cannot sign in any more. */
export async function shutOutMembers(tx: Tx, events: readonly CustomerArchived[]): Promise<void> {
  for (const { customerId, actor } of events) {
    for (const { user_id: userId } of await tx.run(selectMembersToShutOut, [customerId])) await disableUser(tx, userId, actor);
  }
}

/** Reaction: when it comes back, so do they. */
export async function letInMembers(tx: Tx, events: readonly CustomerRestored[]): Promise<void> {
  for (const { customerId, archivedAt, actor } of events) {
    for (const { user_id: userId } of await tx.run(selectMembersToLetIn, [customerId, archivedAt])) await enableUser(tx, userId, actor);
  }
}
