import { allowTopUp, buyCredits, createPackage, grantCredits, listPackages, listPurchases, readCredits, spendCredits } from '../core/credits/index.js';
import type { CreditPackage } from '../core/credits/index.js';
import { findUserByEmail } from '../core/identity/index.js';
import { applyIntents, createSetup, refundPayment } from '../core/payments/index.js';
import { seedSettings } from '../core/settings/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import type { DemoParts } from './demo-parts.js';
import { confirmInBrowser, saveCardInBrowser } from './payer.js';

const DAY_MS = 86_400_000;

const PACKAGES = [
  { name: 'Small Package', description: 'Perfect for light usage', price: 500n, credits: 500n, validDays: null, priority: 100, active: true },
  { name: 'Medium Package', description: 'For regular visits', price: 1_500n, credits: 1_500n, validDays: null, priority: 100, active: true },
  { name: 'Large Package', description: 'Five dollars on top, to be used within a year', price: 5_000n, credits: 5_500n, validDays: 365, priority: 100, active: true },
  { name: 'Holiday Package', description: 'Was offered last winter', price: 2_500n, credits: 3_000n, validDays: 90, priority: 50, active: false },
] as const;

/** Packages, and one customer with credits in every state: bought, given, spent, set aside, taken back, waiting to be paid. */
export async function seedCredits(parts: DemoParts): Promise<void> {
  const { world } = parts.identity;
  const known = await listPackages(world.read, { onlyActive: false });
  for (const facts of PACKAGES) if (!known.some((one) => one.name === facts.name)) await world.transact((tx) => createPackage(tx, facts, SYSTEM));
  const maria = await findUserByEmail(world.read, 'maria@demo.example');
  if (!maria || (await listPurchases(world.read, maria.id, { limit: 1 })).length > 0) return;
  const offered = await listPackages(world.read, { onlyActive: true });
  const [small, medium, large] = offered as [CreditPackage, CreditPackage, CreditPackage];
  const ago = (days: number): World => parts.worldAt(new Date(world.clock.now().getTime() - days * DAY_MS));
  const who = { userId: maria.id, customerId: maria.customerId, requestKey: null };
  const actor = { userId: maria.id };

  await buy(parts, ago(60), { ...who, packageId: large.id });
  const returned = await buy(parts, ago(30), { ...who, packageId: small.id });
  await refundPayment(ago(29), { paymentId: returned, amount: small.price, reason: 'Bought by mistake', actor: SYSTEM });
  await buy(parts, ago(12), { ...who, packageId: medium.id });
  await ago(10).transact((tx) => grantCredits(tx, { userId: maria.id, amount: 500n, reason: 'Thank you for your patience', expiresAt: new Date(tx.now.getTime() + 40 * DAY_MS), priority: 10 }, SYSTEM));
  await ago(8).transact((tx) => spendCredits(tx, { userId: maria.id, amount: 1_250n, purpose: 'Stain treatment', hold: false, requestKey: null, actor }));
  await world.transact((tx) => spendCredits(tx, { userId: maria.id, amount: 900n, purpose: 'Rug pick-up next week', hold: true, requestKey: null, actor: SYSTEM }));
  await buyCredits(world, { ...who, packageId: small.id });
  await world.transact((tx) => seedSettings(tx, { credits_low_below: 500 }));
  if (maria.customerId !== null) await letTopUp(parts, { userId: maria.id, customerId: maria.customerId, packageId: medium.id });
  parts.onProgress?.(`demo data: credits, ${(await readCredits(world, maria.id)).lots.length} lots`);
}

/** A saved card may buy the package by itself. */
async function letTopUp({ identity: { world }, payer }: DemoParts, { userId, customerId, packageId }: { userId: string; customerId: string; packageId: string }): Promise<void> {
  const setup = await createSetup(world, { customerId }, `demo-top-up-${customerId}`);
  const methodId = await saveCardInBrowser(payer, setup.clientSecret);
  const evidence = { how: 'account', text: 'Allowed on the credits page.', user_id: userId, ip: '127.0.0.1', user_agent: null, at: world.clock.now().toISOString() };
  await allowTopUp(world, { userId, customerId, packageId, methodId, below: 1_000n, mostAMonth: 4, evidence, actor: { userId } });
}

/** As a payer does it in the browser; gives our payment's id. */
async function buy({ payer }: DemoParts, world: World, wish: Parameters<typeof buyCredits>[1]): Promise<string> {
  const { clientSecret, externalId } = await buyCredits(world, wish);
  await confirmInBrowser(payer, clientSecret);
  const intent = await world.processor('stripe').retrieveIntent(externalId);
  await world.transact((tx) => applyIntents(tx, [{ intent }]));
  return intent.paymentId!;
}

/** What a client of the credits document needs to begin. */
export async function creditSamples(world: World): Promise<{ 'credits.package_id': string }> {
  const [cheapest] = await listPackages(world.read, { onlyActive: true });
  return { 'credits.package_id': cheapest?.id ?? '' };
}
