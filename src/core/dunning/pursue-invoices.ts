import { eachApart } from '../../kernel/each-apart.js';
import type { NotDone } from '../../kernel/each-apart.js';
import { dayIn } from '../../kernel/period.js';
import type { InvoiceIssued } from '../events.js';
import { businessSettings } from '../settings/index.js';
import type { Tx, World } from '../tx.js';
import { chargeInvoice } from './charge-invoice.js';
import { firstDay, isPursuable } from './plan.js';
import { dueInvoices, insertPlan, lockPursuedInvoice } from './store.js';
import { STALE_MS, debtOf, rulesOf, takeStep } from './take-step.js';

/**
 * Reaction: every invoice that is owed has a plan from its issue on; those nobody was told of only where a card is charged.
 * Without a day of its own it waits for a card to be allowed.
 */
export async function planPursuits(tx: Tx, events: readonly InvoiceIssued[]): Promise<void> {
  for (const { invoiceId, quiet } of events) {
    const invoice = await lockPursuedInvoice(tx, invoiceId);
    if (!invoice || !isPursuable(invoice) || (quiet && !invoice.autoCharge)) continue;
    const settings = await businessSettings(tx);
    const debt = debtOf(invoice, settings.time_zone);
    await insertPlan(tx, invoiceId, 'waiting', firstDay(debt, rulesOf(invoice, settings, debt.issuedOn)));
  }
}

/** Does what is due about one invoice: a mail, a charge, or nothing. */
export async function pursueInvoice(world: World, invoiceId: string): Promise<void> {
  const charge = await world.transact((tx) => takeStep(tx, invoiceId));
  if (charge) await chargeInvoice(world, charge);
}

export interface PursuitRun {
  readonly taken: number;
  /** Invoices about which nothing could be done. */
  readonly failed: readonly NotDone[];
}

/** Does what is due about all invoices, oldest first, `limit` at most. Any number of workers may run it at once. */
export async function pursueInvoices(world: World, limit = 100): Promise<PursuitRun> {
  const now = world.clock.now();
  const today = dayIn((await businessSettings(world.read)).time_zone, now);
  const ids = await dueInvoices(world.read, { today, now, staleBefore: new Date(now.getTime() - STALE_MS), limit });
  return { taken: ids.length, failed: await eachApart(ids, (invoiceId) => pursueInvoice(world, invoiceId)) };
}
