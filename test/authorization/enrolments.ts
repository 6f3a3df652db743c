import { grantRole } from '../../src/core/identity/index.js';
import { refreshCheckout } from '../../src/core/payments/index.js';
import { createProgram, startEnrolment } from '../../src/core/programs/index.js';
import type { Program } from '../../src/core/programs/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { fillIn } from '../sandbox/checkout-payer.js';
import type { Request, Sample } from './samples.js';
import type { Stage } from './stage.js';
import { make } from './things.js';
import type { Owner } from './things.js';

/** Something from the catalogue, open to everybody. */
export async function newProgram({ app }: Stage, price = 9_900n): Promise<Program> {
  return app.world.transact((tx) => createProgram(tx, { title: 'A sample', programType: 'Samples', currency: 'USD', price, classRepLimit: null }, SYSTEM));
}

/** An order of whoever acts for the owner's customer; nothing is paid for it yet. */
async function order(stage: Stage, { customerId }: Owner): Promise<{ publicId: string; orderNumber: string; url: string }> {
  const { world } = stage.app;
  const program = await newProgram(stage);
  const user = await world.read.db.selectFrom('users').innerJoin('customer_users', 'customer_users.user_id', 'users.id').select(['users.id', 'users.name', 'users.email'])
    .where('customer_users.customer_id', '=', customerId).orderBy('linked_at').executeTakeFirstOrThrow();
  const { url } = await startEnrolment(world, {
    programId: program.publicId, user: { userId: user.id, customerId, name: user.name, email: user.email }, isClassRep: false, publicUrl: 'http://127.0.0.1:9', actor: SYSTEM,
  });
  const row = await world.read.db.selectFrom('purchases').select(['public_id', 'order_number']).where('program_id', '=', program.id).executeTakeFirstOrThrow();
  return { publicId: row.public_id, orderNumber: row.order_number, url };
}

export async function newPurchase(stage: Stage, owner: Owner): Promise<string> {
  return (await order(stage, owner)).publicId;
}

export async function newOrder(stage: Stage, owner: Owner): Promise<string> {
  return (await order(stage, owner)).orderNumber;
}

/** An order that was paid on its page, and settled. */
export async function paidPurchase(stage: Stage, owner: Owner): Promise<string> {
  const { publicId, url } = await order(stage, owner);
  await fillIn({ url }, '4242424242424242');
  const { payment_id: id } = await stage.app.world.read.db.selectFrom('purchases').select('payment_id').where('public_id', '=', publicId).executeTakeFirstOrThrow();
  await refreshCheckout(stage.app.world, id!);
  return publicId;
}

/** The order of a program that the caller mentors, where the table has mentors inside their scope. */
export const mentored: Sample = {
  async request({ stage, owner, caller }): Promise<Request> {
    const id = await make(stage, 'purchase', owner);
    const { callers, stranger } = stage;
    if ((caller === callers.mentor || caller === callers.demoted) && owner.customerId !== stranger.customerId) {
      const { program_id: program } = await stage.app.world.read.db.selectFrom('purchases').select('program_id').where('public_id', '=', id).executeTakeFirstOrThrow();
      await stage.app.world.transact((tx) => grantRole(tx, caller.user.id, 'mentor', SYSTEM, program));
    }
    return { params: { id } };
  },
  ids: { 'params.id': 'purchase' },
};
