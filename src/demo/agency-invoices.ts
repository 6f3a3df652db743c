import { findCustomerByEmail } from '../core/customers/index.js';
import { changeCosts, creditInvoice, draftInvoice, issueInvoice, pageInvoices, findInvoices, recordManualPayment, reverseManualPayment, voidInvoice } from '../core/invoices/index.js';
import type { DraftInvoice, Invoice } from '../core/invoices/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import { addDays, dayIn } from '../kernel/period.js';
import type { DemoParts } from './demo-parts.js';

const CLIENT = 'accounts@harborvine.example';
const TAX_PPM = 82_500;
const DAY_MS = 86_400_000;

interface Story {
  /** Stands on the invoice, and says whether it is there already. */
  readonly memo: string;
  readonly daysAgo: number;
  readonly draft: Pick<DraftInvoice, 'lines' | 'milestone' | 'infrastructureCosts'>;
  /** Stays a draft where there is none; `mailed` ones go out to the mailbox. */
  readonly issue: 'quiet' | 'mailed' | 'never';
  readonly then: (world: World, invoice: Invoice) => Promise<unknown>;
}

const line = (description: string, cents: bigint, quantity = 1) => ({ description, quantity, unitPrice: cents, taxPpm: TAX_PPM });
const nothing = async () => undefined;
const take = (world: World, invoice: Invoice, amount: bigint, method: 'bank_transfer' | 'cheque' | 'cash', reference: string | null = null) =>
  recordManualPayment(world, { invoiceIds: [invoice.id], amount, method, reference, actor: SYSTEM });

/** What an agency’s books look like after a year: a bill in every state there is. */
const STORIES: readonly Story[] = [
  {
    memo: 'Paid half, the rest on delivery.', daysAgo: 24, issue: 'quiet',
    draft: { lines: [line('Booking pages, design', 420_000n), line('Booking pages, copy', 8_500n, 12)], milestone: 'Design' },
    then: (world, invoice) => take(world, invoice, invoice.total / 2n, 'bank_transfer', 'HV booking pages 1/2'),
  },
  {
    memo: 'Servers of the month were added afterwards.', daysAgo: 20, issue: 'quiet',
    draft: { lines: [line('Care of the booking pages', 95_000n)], milestone: 'Operation' },
    then: (world, invoice) => changeCosts(world, { invoiceId: invoice.id, infrastructureCosts: 12_050n, actor: SYSTEM }),
  },
  {
    memo: 'Forgiven: delivered three weeks late.', daysAgo: 90, issue: 'quiet', draft: { lines: [line('Photographs of the rooms', 64_000n)] },
    then: (world, invoice) => creditInvoice(world, { invoiceId: invoice.id, reason: 'Delivered three weeks late', actor: SYSTEM }),
  },
  {
    memo: 'Two rooms less than planned.', daysAgo: 33, issue: 'quiet', draft: { lines: [line('Virtual tour, per room', 15_000n, 8)] },
    then: (world, invoice) => creditInvoice(world, { invoiceId: invoice.id, amount: 32_475n, reason: 'Two rooms less than planned', actor: SYSTEM }),
  },
  {
    memo: 'The cheque for this one bounced.', daysAgo: 28, issue: 'quiet', draft: { lines: [line('Menus, print ready', 38_000n)] },
    async then(world, invoice) {
      const slip = await take(world, invoice, invoice.total, 'cheque', 'No. 20718');
      await world.transact((tx) => reverseManualPayment(tx, { paymentId: slip.id, reason: 'The cheque bounced', actor: SYSTEM }));
    },
  },
  { memo: 'Written twice by mistake.', daysAgo: 27, issue: 'quiet', draft: { lines: [line('Menus, print ready', 38_000n)] }, then: (world, invoice) => voidInvoice(world, invoice.id, SYSTEM) },
  {
    memo: 'Rounded up by whoever wrote the cheque.', daysAgo: 15, issue: 'quiet', draft: { lines: [line('Season campaign', 110_000n)] },
    then: (world, invoice) => take(world, invoice, invoice.total + 30_925n, 'cheque', 'No. 20733'),
  },
  { memo: 'Begins with what was paid too much before.', daysAgo: 6, issue: 'mailed', draft: { lines: [line('Season campaign, second flight', 78_000n)], milestone: 'Second flight' }, then: nothing },
  {
    memo: 'Paid at the front desk, a little too much.', daysAgo: 4, issue: 'quiet', draft: { lines: [line('Reprint of the room cards', 4_600n)] },
    then: (world, invoice) => take(world, invoice, 10_000n, 'cash'),
  },
  { memo: 'Waits for the hours of the last week.', daysAgo: 1, issue: 'never', draft: { lines: [line('Development, hours', 11_000n, 26), line('Project lead', 140_000n)], milestone: 'Delivery', infrastructureCosts: 18_000n }, then: nothing },
];

/** The bills of the agency's client, in every state; what is there already is left alone. */
export async function seedAgencyInvoices(parts: DemoParts): Promise<void> {
  const { world } = parts.identity;
  const client = await findCustomerByEmail(world.read, CLIENT);
  if (client === null) return;
  const known = await memosOf(world, client.id);
  for (const story of STORIES) {
    if (known.has(story.memo)) continue;
    const then = parts.worldAt(new Date(world.clock.now().getTime() - story.daysAgo * DAY_MS));
    await tell(then, client.id, story);
  }
}

async function memosOf(world: World, customerId: string): Promise<Set<string | null>> {
  const { ids } = await pageInvoices(world.read, { customerId, drafts: true, limit: 200, offset: 0, today: dayIn('UTC', world.clock.now()) });
  return new Set((await findInvoices(world.read, ids)).map((invoice) => invoice.memo));
}

async function tell(world: World, customerId: string, { memo, draft, issue, then }: Story): Promise<void> {
  const dueDate = addDays(dayIn('UTC', world.clock.now()), 30);
  const invoice = await world.transact(async (tx) => {
    const written = await draftInvoice(tx, { customerId, ...draft, memo, dueDate: issue === 'never' ? null : dueDate, actor: SYSTEM });
    return issue === 'never' ? written : issueInvoice(tx, written.id, SYSTEM, { quiet: issue === 'quiet' });
  });
  await then(world, invoice);
}
