import { changeBillingSettings } from '../core/billing/index.js';
import type { BillingChange } from '../core/billing/index.js';
import { createCustomer, findCustomerByEmail } from '../core/customers/index.js';
import { giveConsent, pursueInvoices } from '../core/dunning/index.js';
import { createSetup } from '../core/payments/index.js';
import { generateDueInvoices, pauseRecurring } from '../core/recurring/index.js';
import { businessSettings } from '../core/settings/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import { addDays, dayIn, startOfDay } from '../kernel/period.js';
import type { DemoParts } from './demo-parts.js';
import { saveCardInBrowser } from './payer.js';

const HOUR_MS = 3_600_000;

interface DemoRetainer {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  /** When it began, in days from today. */
  readonly sinceDays: number;
  readonly settings: BillingChange;
  /** Allowed to be charged. */
  readonly card?: string;
  readonly paused?: true;
}

/** Every way a retainer goes: paid by itself, reminded of, declined again and again, waiting for its holder, paused. */
const RETAINERS: readonly DemoRetainer[] = [
  { name: 'June Okafor', company: 'Harbor Coffee Roasters', email: 'june@client.example', sinceDays: 95, settings: { monthlyFee: 48_000n, taxPpm: 82_500, paymentTermsDays: 14 }, card: '4242424242424242' },
  { name: 'Meera Raman', company: 'Northside Dental', email: 'meera@client.example', sinceDays: 50, settings: { monthlyFee: 21_000n, taxPpm: 82_500, paymentTermsDays: 7, frequency: 'quarterly' } },
  { name: 'Theo Lindqvist', company: 'Velvet Salon', email: 'theo@client.example', sinceDays: 10, settings: { monthlyFee: 12_500n, paymentTermsDays: 14 }, card: '4000000000000341' },
  { name: 'Mara Silva', company: 'Silva Catering', email: 'mara@client.example', sinceDays: 25, settings: { monthlyFee: 9_900n, paymentTermsDays: 14 }, card: '4000000000000341' },
  { name: 'Noor Haddad', company: 'Atlas Movers', email: 'noor@client.example', sinceDays: 5, settings: { monthlyFee: 30_000n, taxPpm: 82_500, paymentTermsDays: 10 }, card: '4000002760003184' },
  { name: 'Sam Whitlock', company: 'Cedar Yoga', email: 'sam@client.example', sinceDays: 40, settings: { monthlyFee: 15_000n, paymentTermsDays: 30, frequency: 'annual' }, paused: true },
];

/**
 * Retainers and what became of them, made by the schedules that make them in earnest, each day in its own time. Whoever
 * is there already is left alone.
 */
export async function seedRecurring(parts: DemoParts): Promise<void> {
  const { world } = parts.identity;
  const zone = (await businessSettings(world.read)).time_zone;
  const today = dayIn(zone, world.clock.now());
  const opened: DemoRetainer[] = [];
  for (const retainer of RETAINERS) {
    if (await findCustomerByEmail(world.read, retainer.email)) continue;
    await open(parts, retainer, addDays(today, -retainer.sinceDays), zone);
    opened.push(retainer);
  }
  if (opened.length === 0) return;
  for (const day of daysOf(opened, today)) {
    const then = parts.worldAt(new Date(Math.min(startOfDay(zone, day).getTime() + 9 * HOUR_MS, world.clock.now().getTime())));
    await generateDueInvoices(then);
    await pursueInvoices(then);
  }
  parts.onProgress?.(`demo data: ${opened.length} retainers`);
}

/** Days on which something happens: the beginnings, billing days, retries and reminders. */
function daysOf(retainers: readonly DemoRetainer[], today: string): string[] {
  const days = new Set<string>();
  for (const { sinceDays, settings } of retainers) {
    for (let back = sinceDays; back >= 0; back -= 30) {
      const made = addDays(today, -back);
      for (const after of [0, 2, 7, 14, 21]) days.add(addDays(made, after));
      for (const after of [1, 7, 14]) days.add(addDays(made, (settings.paymentTermsDays ?? 30) + after));
    }
  }
  return [...days].filter((day) => day <= today).sort();
}

async function open(parts: DemoParts, retainer: DemoRetainer, since: string, zone: string): Promise<void> {
  const then = parts.worldAt(new Date(startOfDay(zone, since).getTime() + 8 * HOUR_MS));
  const { name, company, email, settings, card } = retainer;
  const { id } = await then.transact((tx) => createCustomer(tx, { name, companyName: company, email, status: 'active' }, SYSTEM));
  if (card !== undefined) await allow(parts, then, id, card);
  await then.transact((tx) => changeBillingSettings(tx, id, { ...settings, billingDay: Number(since.slice(8)), autoCharge: card !== undefined }, SYSTEM));
  if (retainer.paused) await then.transact((tx) => pauseRecurring(tx, id, SYSTEM));
}

async function allow(parts: DemoParts, then: World, customerId: string, card: string): Promise<void> {
  const setup = await createSetup(then, { customerId }, `demo-card:${customerId}`);
  const methodId = await saveCardInBrowser(parts.payer, setup.clientSecret, card);
  await giveConsent(then, { customerId, methodId, evidence: { how: 'demo' }, actor: SYSTEM });
}
