import { record } from '../audit/index.js';
import type { Actor, Tx } from '../tx.js';
import { linkByVerifiedEmail } from './store.js';

/**
 * Joins the user and the customer that share `email`, when the user has verified it: whichever comes second
 * calls this. A user is linked once; a later change of either address moves nothing.
 */
export async function linkVerifiedUser(tx: Tx, email: string, actor: Actor): Promise<void> {
  const [linked] = await tx.run(linkByVerifiedEmail, [email, tx.now]);
  if (linked) {
    record(tx, { actor, action: 'customer.user_linked', resourceType: 'customer', resourceId: linked.customer_id, details: { userId: linked.user_id } });
  }
}
