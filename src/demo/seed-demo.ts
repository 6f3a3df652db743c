import { createUser, findUserByEmail } from '../core/identity/index.js';
import { completeAppointment, createAppointment } from '../core/appointments/index.js';
import { createCustomer, findCustomerByEmail } from '../core/customers/index.js';
import { confirmPayment, refundPayment } from '../core/payments/index.js';
import { draftInvoice, issueInvoice, listInvoices, openAmount, payInvoices } from '../core/invoices/index.js';
import type { Invoice, LineInput } from '../core/invoices/index.js';
import { expirePoints } from '../core/rewards/index.js';
import { changeSettings, forgetSettings, businessSettings } from '../core/settings/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import type { Role } from '../kernel/roles.js';
import { allOrNothing, inLanes } from '../kernel/all-or-nothing.js';
import { addDays, dayIn } from '../kernel/period.js';
import { confirmInBrowser } from './payer.js';
import type { PayerDoor } from './payer.js';
import { LANES } from './demo-parts.js';
import type { DemoParts } from './demo-parts.js';
import { CLIENT_LOGIN } from './clients.js';
import { DEMO_CUSTOMERS, DEMO_LOGINS, DEMO_SERVICES } from './people.js';
import type { DemoCustomer } from './people.js';
import { chance } from './random.js';
import { seedCatalogue, seedRedemptions } from './seed-rewards.js';
import { seedRecurring } from './recurring.js';
import { seedPrograms } from './seed-programs.js';
import { seedProposals } from './proposals.js';
import { seedCredits } from './seed-credits.js';
import { seedUsage } from './seed-usage.js';
import { seedAgencyInvoices } from './agency-invoices.js';
import { seedClients } from './seed-clients.js';
import { seedVisits } from './seed-visits.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const TAX_PPM = 82_500;

/**
 * Fills an empty demo: users, customers, and invoices in every state, by the verbs that real work goes through.
 * What is there already is left alone, so a start that was cut off goes on where it stopped. What needs no invoice
 * numbers, which are given one after another, is made beside the invoices: most of the time is waiting for answers.
 */
export async function seedDemo(parts: DemoParts): Promise<void> {
  const { world } = parts.identity;
  await nameTheBusiness(world);
  for (const customer of DEMO_CUSTOMERS) await openCustomer(world, customer);
  await allOrNothing([keepBooks(parts), openDesk(parts)]);
}

/** Every invoice, what was paid of them, and what became of the points. */
async function keepBooks(parts: DemoParts): Promise<void> {
  const { world } = parts.identity;
  await seedClients(parts);
  await seedUsage(world);
  await seedAgencyInvoices(parts);
  const billed: Billed[][] = [];
  for (const [index, customer] of DEMO_CUSTOMERS.entries()) billed.push(await billCustomer(parts, customer, index));
  await allOrNothing([inLanes(billed, LANES, (bills) => payBills(parts, bills)), seedOffers(parts), seedCatalogue(world)]);
  for (const demo of DEMO_CUSTOMERS) await seedRedemptions(world, (await findCustomerByEmail(world.read, demo.email))!);
  await expirePoints(world);
}

async function seedOffers(parts: DemoParts): Promise<void> {
  await seedProposals(parts);
  await seedRecurring(parts);
}

/** Logins, and what people do with them. */
async function openDesk(parts: DemoParts): Promise<void> {
  const { identity, identity: { world } } = parts;
  // The client's comes with his company.
  await inLanes(DEMO_LOGINS.filter(({ email }) => email !== CLIENT_LOGIN.email), LANES, async (login) => {
    if (await findUserByEmail(world.read, login.email)) return;
    const roles: Role[] = [login.role === 'no_customer' ? 'customer' : login.role];
    await createUser(identity, { email: login.email, name: login.name, password: login.password, roles, emailVerified: true }, SYSTEM);
  });
  await allOrNothing([
    inLanes([...DEMO_CUSTOMERS.entries()], LANES, async ([index, { email }]) => seedVisits(parts, (await findCustomerByEmail(world.read, email))!, index)),
    seedCredits(parts), seedPrograms(parts),
  ]);
}

async function nameTheBusiness(world: World): Promise<void> {
  if ((await businessSettings(world.read)).business_name !== 'Paydesk') return;
  await world.transact((tx) => changeSettings(tx, SYSTEM, {
    business_name: 'Maple & Main Care', business_address: '120 Main Street\nBrooklyn, NY 11201', support_email: 'hello@demo.example',
    default_tax_ppm: TAX_PPM, points_expire_months: 12, cancellation_notice_hours: 24, late_cancellation_fee: 2_500, receipt_footer: 'Thank you for your business.',
  }));
  forgetSettings(world.read);
}

async function openCustomer(world: World, c: DemoCustomer): Promise<void> {
  if (await findCustomerByEmail(world.read, c.email)) return;
  const address = { line1: c.line1, city: c.city, state: c.state, postalCode: c.postalCode };
  await world.transact((tx) => createCustomer(tx, { name: c.name, email: c.email, phone: c.phone, address }, SYSTEM));
}

interface Billed {
  readonly then: World;
  readonly invoice: Invoice;
  readonly kind: Kind;
}

/** The bills of a customer, oldest first; each by its place in the list, so that none is made twice. */
async function billCustomer(parts: DemoParts, demo: DemoCustomer, index: number): Promise<Billed[]> {
  const world = parts.identity.world;
  const customer = (await findCustomerByEmail(world.read, demo.email))!;
  const today = dayIn('UTC', world.clock.now());
  const existing = new Map((await listInvoices(world.read, { customerId: customer.id, limit: 200, today })).items.map((invoice) => [invoice.memo, invoice]));
  const billed: Billed[] = [];
  let made = 0;
  for (const [n, kind] of billKinds(demo).entries()) {
    const random = chance(parts.seed * 1_000_003 + index * 1_009 + n);
    const memo = `Visit ${n + 1}`;
    const { daysAgo, dueInDays } = agesOf(kind, random);
    const at = new Date(world.clock.now().getTime() - daysAgo * DAY_MS);
    const then = parts.worldAt(at);
    const known = existing.get(memo);
    const invoice = known ?? await bill(then, customer.id, memo, linesOf(random), addDays(dayIn('UTC', at), dueInDays));
    if (!known) made += 1;
    billed.push({ then, invoice, kind });
  }
  if (made > 0) parts.onProgress?.(`demo data: ${demo.name}, ${made} invoices`);
  return billed;
}

type Kind = 'paid' | 'part' | 'refunded' | 'pending' | 'overdue';

function billKinds({ bills }: DemoCustomer): Kind[] {
  const order: Kind[] = ['paid', 'refunded', 'overdue', 'part', 'pending'];
  return order.flatMap((kind) => Array.from({ length: bills[kind] }, () => kind));
}

function agesOf(kind: Kind, random: ReturnType<typeof chance>): { daysAgo: number; dueInDays: number } {
  if (kind === 'paid' || kind === 'refunded') return { daysAgo: random.integer(40, 400), dueInDays: 30 };
  if (kind === 'overdue') return { daysAgo: random.integer(35, 60), dueInDays: 14 };
  return { daysAgo: random.integer(0, 12), dueInDays: 30 };
}

function linesOf(random: ReturnType<typeof chance>): LineInput[] {
  const count = random.integer(1, 3);
  const from = random.integer(0, DEMO_SERVICES.length - 1);
  return Array.from({ length: count }, (_, i) => ({ ...DEMO_SERVICES[(from + i) % DEMO_SERVICES.length]!, quantity: random.integer(1, 4), taxPpm: TAX_PPM }));
}

async function bill(world: World, customerId: string, memo: string, lines: LineInput[], dueDate: string): Promise<Invoice> {
  return world.transact(async (tx) => {
    const services = lines.map((line) => line.description);
    const visit = await createAppointment(tx, { customerId, startsAt: new Date(tx.now.getTime() - 2 * HOUR_MS), minutes: 90, services, actor: SYSTEM });
    await completeAppointment(tx, visit.id, SYSTEM);
    const draft = await draftInvoice(tx, { customerId, lines, memo, dueDate, jobId: visit.id, actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { quiet: true });
  });
}

/** What one customer paid, in the order of his bills: a points account is as old as the first of them. */
async function payBills({ payer }: DemoParts, bills: readonly Billed[]): Promise<void> {
  for (const { then, invoice, kind } of bills) {
    if (kind === 'pending' || kind === 'overdue' || openAmount(invoice) === 0n || invoice.amountPaid > 0n) continue;
    const paymentId = await pay(payer, then, invoice, kind === 'part' ? invoice.total / 2n : invoice.total);
    if (kind === 'refunded') await refundPayment(then, { paymentId, amount: invoice.total / 3n, reason: 'A stain came back', actor: SYSTEM });
  }
}

/** Pays as a customer does: an intent, the card in the browser, the confirmation. Gives our payment's id. */
export async function pay(payer: PayerDoor, world: World, invoice: Invoice, amount: bigint): Promise<string> {
  const { payment, clientSecret } = await payInvoices(world, { customerId: invoice.customerId, lines: [{ invoiceId: invoice.id, amount }], actor: SYSTEM });
  await confirmInBrowser(payer, clientSecret!);
  await confirmPayment(world, { customerId: invoice.customerId, target: { kind: 'invoice', subjectId: invoice.id }, externalId: payment.externalId! });
  return payment.id;
}
