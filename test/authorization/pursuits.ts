import { changeBillingSettings } from '../../src/core/billing/index.js';
import { createCustomer } from '../../src/core/customers/index.js';
import { draftInvoice, issueInvoice } from '../../src/core/invoices/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { newId } from '../../src/kernel/ids.js';
import type { Stage } from './stage.js';
import type { Owner } from './things.js';

/** A customer with a monthly fee who was billed for nothing yet. */
export async function billedCustomer({ app }: Stage): Promise<string> {
  return app.world.transact(async (tx) => {
    const { id } = await createCustomer(tx, { name: 'Jane Doe', email: `nobody-${newId()}@example.test` }, SYSTEM);
    await changeBillingSettings(tx, id, { monthlyFee: 5_000n }, SYSTEM);
    return id;
  });
}

/** An open invoice that is charged by itself on a day to come. */
export async function pursuit({ app }: Stage, owner: Owner): Promise<string> {
  return app.world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId: owner.customerId, lines: [{ description: 'Design', quantity: 1, unitPrice: 10_000n, taxPpm: 0 }], autoCharge: true, actor: SYSTEM });
    return (await issueInvoice(tx, draft.id, SYSTEM, { quiet: true })).id;
  });
}
