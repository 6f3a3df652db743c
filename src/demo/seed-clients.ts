import { changeBillingSettings } from '../core/billing/index.js';
import { archiveCustomer, createCustomer, findCustomerByEmail, listCustomers } from '../core/customers/index.js';
import type { Customer } from '../core/customers/index.js';
import { findUserByEmail } from '../core/identity/index.js';
import { draftInvoice, issueInvoice, listInvoices, recordManualPayment } from '../core/invoices/index.js';
import type { Invoice } from '../core/invoices/index.js';
import { addMember, inviteMember } from '../core/members/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import { addDays, dayIn } from '../kernel/period.js';
import { DEMO_CLIENTS } from './clients.js';
import type { DemoBill, DemoClient } from './clients.js';
import type { DemoParts } from './demo-parts.js';

const DAY_MS = 86_400_000;
const TAX_PPM = 82_500;

/** The companies of the demo, with their people, their bills of a year, and the one that left. What is there already is left alone. */
export async function seedClients(parts: DemoParts): Promise<void> {
  for (const client of DEMO_CLIENTS) {
    if (await isArchived(parts.identity.world, client.email)) continue;
    const customer = (await findCustomerByEmail(parts.identity.world.read, client.email)) ?? (await openClient(parts, client));
    await seedMembers(parts, client, customer.id);
    const made = await seedBills(parts, client, customer.id);
    if (client.archivedDaysAgo !== undefined) await worldOf(parts, client.archivedDaysAgo).transact((tx) => archiveCustomer(tx, customer.id, SYSTEM));
    if (made > 0) parts.onProgress?.(`demo data: ${client.company}, ${made} invoices`);
  }
}

function worldOf({ identity, worldAt }: DemoParts, daysAgo: number): World {
  return worldAt(new Date(identity.world.clock.now().getTime() - daysAgo * DAY_MS));
}

async function isArchived(world: World, email: string): Promise<boolean> {
  return (await listCustomers(world.read, { search: email, status: 'archived', limit: 1 })).items.length > 0;
}

async function openClient(parts: DemoParts, c: DemoClient): Promise<Customer> {
  const address = { line1: c.line1, city: c.city, state: c.state, postalCode: c.postalCode, country: c.country };
  const facts = { name: c.contact, companyName: c.company, email: c.email, phone: c.phone, address, status: c.status };
  const customer = await worldOf(parts, c.sinceDays).transact((tx) => createCustomer(tx, facts, SYSTEM));
  // What recurs begins today: nothing of the past is to be made up for.
  if (c.billing) await parts.identity.world.transact((tx) => changeBillingSettings(tx, customer.id, c.billing!, SYSTEM));
  return customer;
}

async function seedMembers({ identity }: DemoParts, { members }: DemoClient, customerId: string): Promise<void> {
  for (const { password, ...member } of members) {
    if (await findUserByEmail(identity.world.read, member.email)) continue;
    if (password === undefined) await identity.world.transact((tx) => inviteMember(tx, customerId, member, SYSTEM));
    else await addMember(identity, customerId, { ...member, password }, SYSTEM);
  }
}

/** Each by its place in the list, so that none is made twice. */
async function seedBills(parts: DemoParts, client: DemoClient, customerId: string): Promise<number> {
  const { world } = parts.identity;
  const { items } = await listInvoices(world.read, { customerId, limit: 100, today: dayIn('UTC', world.clock.now()) });
  const known = new Map(items.map((invoice) => [invoice.memo, invoice]));
  let made = 0;
  for (const [n, wanted] of client.bills.entries()) {
    const memo = `${wanted.for}, bill ${n + 1}`;
    const invoice = known.get(memo) ?? (await bill(worldOf(parts, wanted.daysAgo), customerId, wanted, memo));
    if (!known.has(memo)) made += 1;
    if (wanted.paid === null || invoice.paidAt !== null) continue;
    const paidAt = worldOf(parts, Math.max(0, wanted.daysAgo - wanted.dueDays + 2));
    await recordManualPayment(paidAt, { invoiceIds: [invoice.id], amount: invoice.total, method: wanted.paid, reference: invoice.number, actor: SYSTEM });
  }
  return made;
}

function bill(world: World, customerId: string, wanted: DemoBill, memo: string): Promise<Invoice> {
  return world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines: [{ description: wanted.for, quantity: 1, unitPrice: wanted.cents, taxPpm: TAX_PPM }], memo, actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { dueDate: addDays(dayIn('UTC', tx.now), wanted.dueDays), quiet: true });
  });
}
