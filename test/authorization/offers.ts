import { acceptProposal, draftProposal, getProposal, sendProposal } from '../../src/core/proposals/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { decideAs, offer } from '../proposals/offers.js';
import type { Stage } from './stage.js';
import type { Owner } from './things.js';

/** An offer that was sent. */
export async function newProposal({ app }: Stage, owner: Owner): Promise<string> {
  return app.world.transact(async (tx) => (await sendProposal(tx, (await draftProposal(tx, { customerId: owner.customerId, ...offer(), actor: SYSTEM })).id, SYSTEM)).id);
}

/** Not the customer's own name: whoever tries bad requests may have changed that. */
const SIGNER = { name: 'Cora Signer' };

/** One that its customer said yes to behind its link: its first invoice is to be paid. */
export async function acceptedProposal(stage: Stage, owner: Owner): Promise<string> {
  const id = await newProposal(stage, owner);
  await stage.app.world.transact(async (tx) => acceptProposal(tx, decideAs('link', await getProposal(tx, id), SIGNER)));
  return id;
}

/** One that somebody of the business said yes to: its invoices are to be made. */
export async function unbilledProposal(stage: Stage, owner: Owner): Promise<string> {
  const id = await newProposal(stage, owner);
  await stage.app.world.transact(async (tx) => acceptProposal(tx, decideAs('on_behalf', await getProposal(tx, id), SIGNER)));
  return id;
}

/** What goes with a decision about it. */
export async function hashOf({ app }: Stage, id: string): Promise<string> {
  return (await getProposal(app.world.read, id)).documentHash ?? '';
}
