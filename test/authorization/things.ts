import { digitsOf, formatCodeToken } from '../../src/core/identity/code.js';
import { archiveCustomer, createCustomer } from '../../src/core/customers/index.js';
import { askEmailChange, createUser, enterByPassword, issueTokens, requestCode } from '../../src/core/identity/index.js';
import { openSession } from '../../src/core/identity/open-session.js';
import { allowCharging } from '../../src/core/billing/index.js';
import { draftInvoice, issueInvoice, payInvoices, recordManualPayment } from '../../src/core/invoices/index.js';
import { inviteMember } from '../../src/core/members/index.js';
import { startAppointment } from '../../src/core/appointments/index.js';
import { createPackage, grantCredits, spendCredits } from '../../src/core/credits/index.js';
import { startOperation } from '../../src/core/operations/index.js';
import { createSetup, ensureProcessorCustomer } from '../../src/core/payments/index.js';
import { redeemReward } from '../../src/core/rewards/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { confirmInBrowser, saveCardInBrowser } from '../../src/demo/payer.js';
import { newHexId, newId } from '../../src/kernel/ids.js';
import { newTwoFactorUser, newUser, PASSWORD as TWO_FACTOR_PASSWORD } from '../identity/two-factor-users.js';
import { PUBLISHABLE_KEY, SECRET_KEY } from '../sandbox/start.js';
import { totp } from '../totp.js';
import { newOrder, newProgram, newPurchase, paidPurchase } from './enrolments.js';
import { acceptedProposal, newProposal, unbilledProposal } from './offers.js';
import { billedCustomer, pursuit } from './pursuits.js';
import type { Party, Stage } from './stage.js';

/** Whose thing it is: a user and the customer he acts for. */
export interface Owner {
  readonly userId: string;
  readonly customerId: string;
}

/** Everything an id in a request can stand for: how to make one that is `owner`'s, and one that nobody has. */
export const things = {
  invoice: { make: async (stage: Stage, owner: Owner) => (await newInvoice(stage, owner)).id, unknown: newId },
  draft: { make: async (stage: Stage, owner: Owner) => (await newDraft(stage, owner)).id, unknown: newId },
  creditableInvoice: { make: creditableInvoice, unknown: newId },
  refusedInvoice: { make: refusedInvoice, unknown: newId },
  manualPayment: { make: async (stage: Stage, owner: Owner) => (await newManualPayment(stage, owner, (await newInvoice(stage, owner)).id, 100n)).id, unknown: newId },
  payment: { make: async (stage: Stage, owner: Owner) => (await newPayment(stage, owner)).paymentId, unknown: newId },
  intent: { make: async (stage: Stage, owner: Owner) => (await newPaidIntent(stage, owner)).intentId, unknown: () => `pi_${letters()}` },
  card: { make: (stage: Stage, owner: Owner) => newCard(stage, owner), unknown: () => `pm_${letters()}` },
  processorCustomer: { make: (stage: Stage, owner: Owner) => ensureProcessorCustomer(stage.app.world, owner.customerId, stage.app.world.processor('stripe')), unknown: () => `cus_${letters()}` },
  operation: { make: newOperation, unknown: newId },
  proposal: { make: newProposal, unknown: newId },
  acceptedProposal: { make: acceptedProposal, unknown: newId },
  unbilledProposal: { make: unbilledProposal, unknown: newId },
  session: { make: newSession, unknown: newId },
  user: { make: async (_stage: Stage, owner: Owner) => owner.userId, unknown: newId },
  creditSpend: { make: newCreditSpend, unknown: newId },
  creditPackage: { make: newCreditPackage, unknown: newId, everybodys: true },
  customer: { make: async (_stage: Stage, owner: Owner) => owner.customerId, unknown: newId },
  disposableCustomer: { make: newCustomer, unknown: newId },
  billedCustomer: { make: billedCustomer, unknown: newId },
  pursuit: { make: pursuit, unknown: newId },
  archivedCustomer: { make: newArchivedCustomer, unknown: newId },
  invitedMember: { make: newInvitedMember, unknown: newId },
  appointment: { make: newAppointment, unknown: newId },
  startedAppointment: { make: startedAppointment, unknown: newId },
  redemption: { make: newRedemption, unknown: newId },
  message: { make: newMessage, unknown: newId },
  reward: { make: newReward, unknown: newId, everybodys: true },
  program: { make: async (stage: Stage) => (await newProgram(stage)).publicId, unknown: newHexId, everybodys: true },
  purchase: { make: newPurchase, unknown: newHexId },
  paidPurchase: { make: paidPurchase, unknown: newHexId },
  order: { make: newOrder, unknown: () => `ORD-20000101-${letters()}` },
} as const satisfies Record<string, { make(stage: Stage, owner: Owner): Promise<string>; unknown(): string; readonly everybodys?: true }>;
export type Kind = keyof typeof things;

/** A customer without users and without money. */
async function newCustomer({ app }: Stage): Promise<string> {
  return (await app.world.transact((tx) => createCustomer(tx, { name: 'Jane Doe', email: `nobody-${newId()}@example.test` }, SYSTEM))).id;
}

async function newArchivedCustomer(stage: Stage): Promise<string> {
  const id = await newCustomer(stage);
  await stage.app.world.transact((tx) => archiveCustomer(tx, id, SYSTEM));
  return id;
}

async function newInvitedMember({ app }: Stage, { customerId }: Owner): Promise<string> {
  return (await app.world.transact((tx) => inviteMember(tx, customerId, { name: 'Jane Doe', email: `nobody-${newId()}@example.test` }, SYSTEM))).id;
}

export function ownerOf(party: Party, orElse: Party): Owner {
  return { userId: party.user.id, customerId: party.customerId ?? orElse.customerId! };
}

/** Makes a thing and remembers the stranger's, so that they are recognised where they must not be. */
export async function make(stage: Stage, kind: Kind, owner: Owner): Promise<string> {
  const id = await things[kind].make(stage, owner);
  if (owner.customerId === stage.stranger.customerId && !('everybodys' in things[kind])) stage.marks.add(id);
  return id;
}

export const PRICE = 100;

export async function newInvoice({ app }: Stage, owner: Owner) {
  return app.world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId: owner.customerId, lines: [{ description: 'Carpet cleaning', quantity: 1, unitPrice: BigInt(PRICE) * 100n, taxPpm: 0 }], actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { quiet: true });
  });
}

async function newDraft({ app }: Stage, owner: Owner) {
  return app.world.transact((tx) => draftInvoice(tx, { customerId: owner.customerId, lines: [{ description: 'Carpet cleaning', quantity: 1, unitPrice: 6_500n, taxPpm: 0 }], actor: SYSTEM }));
}

async function newManualPayment({ app }: Stage, _owner: Owner, invoiceId: string, amount: bigint) {
  return recordManualPayment(app.world, { invoiceIds: [invoiceId], amount, method: 'cash', actor: SYSTEM });
}

/** An open invoice of somebody who has credit: more came for another than was owed. */
async function creditableInvoice(stage: Stage, owner: Owner): Promise<string> {
  const open = await newInvoice(stage, owner);
  await newManualPayment(stage, owner, (await newInvoice(stage, owner)).id, BigInt(PRICE) * 100n + 50n);
  return open.id;
}

/** An invoice for which a card was tried whose bank wants to hear from its holder. */
async function refusedInvoice(stage: Stage, owner: Owner): Promise<string> {
  const customer = await things.processorCustomer.make(stage, owner);
  const attached = await fetch(`${stage.sandbox.urls.stripe}/v1/payment_methods/pm_card_threeDSecureRequired/attach`, {
    method: 'POST', headers: { authorization: `Bearer ${SECRET_KEY}` }, body: new URLSearchParams({ customer }),
  });
  const { id: card } = await attached.json() as { id: string };
  const { id } = await newInvoice(stage, owner);
  await payInvoices(stage.app.world, { customerId: owner.customerId, lines: [{ invoiceId: id }], methodId: card, payerPresent: true, actor: SYSTEM });
  return id;
}

async function newCard({ app, sandbox }: Stage, owner: Owner): Promise<string> {
  const { clientSecret } = await createSetup(app.world, { customerId: owner.customerId }, newId());
  const methodId = await saveCardInBrowser({ url: sandbox.urls.stripe, publishableKey: PUBLISHABLE_KEY }, clientSecret);
  await app.world.transact((tx) => allowCharging(tx, { customerId: owner.customerId, methodId, evidence: {} }, SYSTEM));
  return methodId;
}

/** A payment that went through, by a saved card. */
async function newPayment(stage: Stage, owner: Owner): Promise<{ paymentId: string }> {
  const [invoice, card] = [await newInvoice(stage, owner), await newCard(stage, owner)];
  const { payment } = await payInvoices(stage.app.world, { customerId: owner.customerId, lines: [{ invoiceId: invoice.id }], methodId: card, actor: SYSTEM });
  return { paymentId: payment.id };
}

/** An invoice with an intent that the payer has confirmed in the browser, and that nobody has told us of. */
export async function newPaidIntent(stage: Stage, owner: Owner): Promise<{ invoiceId: string; intentId: string }> {
  const invoice = await newInvoice(stage, owner);
  const { clientSecret } = await payInvoices(stage.app.world, { customerId: owner.customerId, lines: [{ invoiceId: invoice.id }], actor: SYSTEM });
  if (clientSecret === null) throw new Error('a new payment has nothing to confirm');
  await confirmInBrowser({ url: stage.sandbox.urls.stripe, publishableKey: PUBLISHABLE_KEY }, clientSecret);
  return { invoiceId: invoice.id, intentId: clientSecret.split('_secret_')[0]! };
}

/** Credits to spend, as a gift. */
export async function giveCredits({ app }: Stage, userId: string): Promise<void> {
  await app.world.transact((tx) => grantCredits(tx, { userId, amount: 1_000n, reason: 'sample', expiresAt: null, priority: 100 }, SYSTEM));
}

async function newCreditSpend(stage: Stage, owner: Owner): Promise<string> {
  await giveCredits(stage, owner.userId);
  const actor = { userId: owner.userId };
  return (await stage.app.world.transact((tx) => spendCredits(tx, { userId: owner.userId, amount: 200n, purpose: 'sample', hold: true, requestKey: null, actor }))).id;
}

async function newCreditPackage({ app }: Stage): Promise<string> {
  const facts = { name: 'Small Package', description: '', price: 500n, credits: 500n, validDays: null, priority: 100, active: true };
  return (await app.world.transact((tx) => createPackage(tx, facts, SYSTEM))).id;
}

/** A visit in three days. */
async function newAppointment({ app }: Stage, owner: Owner): Promise<string> {
  const id = newId();
  await app.world.transact((tx) => tx.db.insertInto('appointments').values({
    id, customer_id: owner.customerId, starts_at: new Date(tx.now.getTime() + 3 * 86_400_000), minutes: 60, services: ['Carpet cleaning'], created_at: tx.now, updated_at: tx.now,
  }).execute());
  return id;
}

async function newMessage({ app }: Stage, owner: Owner): Promise<string> {
  const id = newId();
  await app.world.transact((tx) => tx.db.insertInto('messages').values({
    id, customer_id: owner.customerId, author_id: owner.userId, from_staff: false, subject: 'A question', body: 'May I ask?', created_at: tx.now,
  }).execute());
  return id;
}

async function startedAppointment(stage: Stage, owner: Owner): Promise<string> {
  const id = await newAppointment(stage, owner);
  await stage.app.world.transact((tx) => startAppointment(tx, id, SYSTEM));
  return id;
}

/** A reward taken with the points of one payment. */
async function newRedemption(stage: Stage, owner: Owner): Promise<string> {
  await newPayment(stage, owner);
  const rewardId = await newReward(stage);
  return stage.app.world.transact(async (tx) => (await redeemReward(tx, { customerId: owner.customerId, rewardId, actor: SYSTEM })).redemptionId);
}

/** Something from the catalogue that the points of one payment buy. */
async function newReward({ app }: Stage): Promise<string> {
  const id = newId();
  await app.world.transact((tx) => tx.db.insertInto('rewards').values({ id, name: 'A sample', points_required: 10n, created_at: tx.now, updated_at: tx.now }).execute());
  return id;
}

export async function emailOf({ app }: Stage, owner: Owner): Promise<string> {
  return (await app.world.read.db.selectFrom('customers').select('email').where('id', '=', owner.customerId).executeTakeFirstOrThrow()).email;
}

async function newOperation({ app }: Stage, owner: Owner): Promise<string> {
  return app.world.transact((tx) => startOperation(tx, { kind: 'sample', startedBy: owner.userId }));
}

/** The secret of a mailed link for a user who was made for it. */
export async function newCodeToken({ app }: Stage, purpose: Parameters<typeof requestCode>[2]): Promise<string> {
  const email = `code-${newId()}@example.test`;
  await createUser(app.identity, { email, name: 'Coda', emailVerified: true }, SYSTEM);
  await requestCode(app.identity, email, purpose);
  const { subject_id: codeId } = await app.world.read.db.selectFrom('outbox_messages').select('subject_id').where('recipient', '=', email).executeTakeFirstOrThrow();
  if (codeId === null) throw new Error('no code was mailed');
  return formatCodeToken(app.identity.keys, codeId);
}

/** The second step of a sign-in, ready to be sent, for a user who was made for it. */
export async function newChallenge({ app: { identity } }: Stage): Promise<{ challenge_token: string; code: string }> {
  const { user, secret } = await newTwoFactorUser(identity);
  const entrance = await enterByPassword(identity, { email: user.email, password: TWO_FACTOR_PASSWORD });
  if (entrance.outcome !== 'challenged') throw new Error('nobody asked for the second factor');
  return { challenge_token: entrance.challenge.token, code: totp(secret, identity.deviceClock.now()) };
}

/** An address with the digits mailed to it. */
export async function newTypedCode({ app: { world, identity } }: Stage): Promise<{ email: string; code: string }> {
  const { id, email } = await newUser(identity);
  await requestCode(identity, email, 'sign_in');
  const { id: codeId } = await world.read.db.selectFrom('sign_in_codes').select('id').where('user_id', '=', id).executeTakeFirstOrThrow();
  return { email, code: digitsOf(identity.keys, codeId) };
}

/** The secret of a link that proves a new address. */
export async function newAddressToken({ app: { world, identity } }: Stage): Promise<string> {
  const user = await newUser(identity);
  await world.transact((tx) => askEmailChange(tx, user, `moved-${newId()}@example.test`, SYSTEM));
  const { id } = await world.read.db.selectFrom('sign_in_codes').select('id').where('user_id', '=', user.id).executeTakeFirstOrThrow();
  return formatCodeToken(identity.keys, id);
}

/** A refresh token of a new session. */
export async function newRefreshToken({ app: { world, identity } }: Stage, { user }: Party): Promise<string> {
  const session = await world.transact((tx) => openSession(tx, identity, { userId: user.id, method: 'password', aal: 1 }, {}));
  return (await issueTokens(identity, { user, session }, 'supabase')).refreshToken;
}

function letters(): string {
  return `none${newId().replaceAll('-', '').slice(0, 20)}`;
}

async function newSession({ app }: Stage, { userId }: Owner): Promise<string> {
  return (await app.world.transact((tx) => openSession(tx, app.identity, { userId, method: 'password', aal: 1 }, {}))).id;
}
