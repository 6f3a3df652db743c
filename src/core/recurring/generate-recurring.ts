import { eachApart } from '../../kernel/each-apart.js';
import type { NotDone } from '../../kernel/each-apart.js';
import { dayIn } from '../../kernel/period.js';
import { pursueInvoice } from '../dunning/index.js';
import type { Invoice } from '../invoices/index.js';
import { businessSettings } from '../settings/index.js';
import type { World } from '../tx.js';
import { billDuePeriod, billPeriod } from './bill-period.js';
import type { BillPeriod } from './bill-period.js';
import { duePeriods } from './calendar.js';
import { recurrenceOf } from './recurring.js';
import { recurringAfter } from './store.js';

/**
 * Bills a period now, and charges the allowed card at once where the customer has it so. A charge that does not go
 * through takes nothing back: the invoice stands and is pursued. Errors: those of billPeriod.
 */
export async function generateRecurring(world: World, wish: BillPeriod): Promise<Invoice> {
  const invoice = await world.transact((tx) => billPeriod(tx, wish));
  await pursueInvoice(world, invoice.id);
  return invoice;
}

export interface RecurringRun {
  readonly made: number;
  /** More is waiting: run again. */
  readonly more: boolean;
  /** Customers who could not be billed. */
  readonly failed: readonly NotDone[];
}

const AT_A_TIME = 200;
/** Missed periods of one customer that one run makes up for. */
const MOST_PERIODS = 12;
/** Invoices of one run. */
const MOST_INVOICES = 500;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Bills every period whose day has come, oldest first, also those that were missed while nothing ran: each once, by
 * a transaction of its own. Any number of workers may run it at once. One customer that cannot be billed stops nobody else.
 */
export async function generateDueInvoices(world: World): Promise<RecurringRun> {
  const today = dayIn((await businessSettings(world.read)).time_zone, world.clock.now());
  const failed: NotDone[] = [];
  let made = 0;
  let more = false;
  for (let after = NOBODY; ;) {
    const page = await recurringAfter(world.read, after, AT_A_TIME);
    const due = new Map(page.map((customer) => [customer.customerId, duePeriods(recurrenceOf(customer), today, MOST_PERIODS).length]));
    const owing = [...due].filter(([, periods]) => periods > 0).map(([customerId]) => customerId);
    failed.push(...(await eachApart(owing, async (customerId) => {
      const billed = made < MOST_INVOICES ? await billAll(world, customerId, due.get(customerId)!) : 0;
      made += billed;
      more ||= billed === MOST_PERIODS || made >= MOST_INVOICES;
    })));
    if (page.length < AT_A_TIME || made >= MOST_INVOICES) return { made, more, failed };
    after = page.at(-1)!.customerId;
  }
}

async function billAll(world: World, customerId: string, most: number): Promise<number> {
  for (let made = 0; made < most; made += 1) {
    const invoice = await world.transact((tx) => billDuePeriod(tx, customerId));
    if (!invoice) return made;
    await pursueInvoice(world, invoice.id);
  }
  return most;
}
