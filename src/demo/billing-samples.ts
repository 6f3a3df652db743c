import { createCustomer, findCustomerByEmail } from '../core/customers/index.js';
import {
  beginSecondFactor, confirmSecondFactor, createUser, enterByPassword, findSecondFactor, findUserByEmail, removeSecondFactor, setPassword, showCode,
} from '../core/identity/index.js';
import type { Identity, User } from '../core/identity/index.js';
import { draftInvoice, issueInvoice, listInvoices } from '../core/invoices/index.js';
import { draftProposal, listProposals, sendProposal } from '../core/proposals/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import { inLanes } from '../kernel/all-or-nothing.js';
import { newId } from '../kernel/ids.js';
import { dayIn } from '../kernel/period.js';
import { codeOf } from './code-generator.js';
import { LANES } from './demo-parts.js';
import type { PayerDoor } from './payer.js';
import { saveCard } from './samples.js';
import type { Samples } from './samples.js';

/** Accounts to try things on that change or close them; nobody lives in them, so nobody is locked out. */
export const SAMPLE_PASSWORD = 'trial-and-error-31';
const SAMPLE_USERS = {
  company: { email: 'cobalt@demo.example', name: 'Cleo Cobalt' },
  login: { email: 'login@demo.example', name: 'Lena Login' },
  candidate: { email: 'candidate@demo.example', name: 'Cody Candidate' },
  twoFactors: { email: 'two-factors@demo.example', name: 'Tess Twofold' },
  reset: { email: 'reset@demo.example', name: 'Rob Reset' },
} as const;

export const SAMPLE_COMPANY_EMAIL = SAMPLE_USERS.company.email;
export const SAMPLE_CANDIDATE_EMAIL = SAMPLE_USERS.candidate.email;

const FOREIGN_EMAIL = 'lukasz@demo.example';
const PRICE = 48_000n;
const STEP_MS = 30_000;

/** New single-use samples of the billing document, made by the ordinary verbs. */
export async function billingSamples(identity: Identity, payer: PayerDoor): Promise<Samples> {
  const { world } = identity;
  const own = await openCompany(world);
  const foreign = (await findCustomerByEmail(world.read, FOREIGN_EMAIL))!;
  await inLanes(Object.values(SAMPLE_USERS), LANES, (person) => openAccount(identity, person));
  const [login, reset] = [await find(identity, SAMPLE_USERS.login), await find(identity, SAMPLE_USERS.reset)];
  const code = await world.transact((tx) => showCode(tx, identity, login.id, 'sign_in'));
  const recovery = await world.transact((tx) => showCode(tx, identity, reset.id, 'recovery'));
  const payable = await bill(world, own.id);
  return {
    'billing.customer_id': own.id,
    'billing.invoice_id': payable,
    'billing.payable_invoice_id': payable,
    'billing.editable_invoice_id': await bill(world, own.id),
    'billing.payment_method_id': await saveCard(world, payer, own.id),
    'billing.foreign_customer_id': foreign.id,
    'billing.foreign_invoice_id': await anyInvoice(world, foreign.id),
    'billing.foreign_proposal_id': await anyOffer(world, foreign.id),
    'billing.login_email': login.email,
    'billing.login_password': SAMPLE_PASSWORD,
    'billing.email_code': code.digits,
    'billing.password_reset_token': recovery.token,
    'billing.two_factor_email': SAMPLE_USERS.twoFactors.email,
    'billing.two_factor_password': SAMPLE_PASSWORD,
    'billing.two_factor_secret': await twoFactors(identity),
  };
}

async function openCompany(world: World) {
  const known = await findCustomerByEmail(world.read, SAMPLE_COMPANY_EMAIL);
  return known ?? world.transact((tx) => createCustomer(tx, {
    name: SAMPLE_USERS.company.name, email: SAMPLE_COMPANY_EMAIL, companyName: 'Cobalt & Finch LLC', phone: '+1 646 555 0187',
    address: { line1: '77 Foundry Lane', city: 'Queens', state: 'NY', postalCode: '11101' },
  }, SYSTEM));
}

/** The account with its password, and without what somebody tried on it last time. */
async function openAccount(identity: Identity, { email, name }: { readonly email: string; readonly name: string }): Promise<void> {
  const user = await findUserByEmail(identity.world.read, email);
  if (!user) await createUser(identity, { email, name, password: SAMPLE_PASSWORD, roles: ['customer'], emailVerified: true }, SYSTEM);
  else if (!(await stillSignsIn(identity, email))) await setPassword(identity, user.id, SAMPLE_PASSWORD, SYSTEM);
  const factor = user && (await findSecondFactor(identity.world.read, user.id));
  if (factor) await removeSecondFactor(identity, { userId: user.id, email, keepSession: newId(), actor: SYSTEM, proof: { password: SAMPLE_PASSWORD } });
}

async function stillSignsIn(identity: Identity, email: string): Promise<boolean> {
  try {
    await enterByPassword(identity, { email, password: SAMPLE_PASSWORD });
    return true;
  } catch {
    // Changed by whoever tried the samples, or locked: it is set anew.
    return false;
  }
}

async function find(identity: Identity, { email }: { readonly email: string }): Promise<User> {
  return (await findUserByEmail(identity.world.read, email))!;
}

/** A second factor in force, confirmed with the code before the present one, so that the present one is still good. */
async function twoFactors(identity: Identity): Promise<string> {
  const user = await find(identity, SAMPLE_USERS.twoFactors);
  const { secret } = await beginSecondFactor(identity, user, SYSTEM);
  await confirmSecondFactor(identity, user.id, codeOf(secret, new Date(identity.deviceClock.now().getTime() - STEP_MS)));
  return secret;
}

async function bill(world: World, customerId: string): Promise<string> {
  return world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines: [{ description: 'Office cleaning, one month', quantity: 1, unitPrice: PRICE, taxPpm: 0 }], memo: 'Sample', actor: SYSTEM });
    return (await issueInvoice(tx, draft.id, SYSTEM, { quiet: true })).id;
  });
}

async function anyInvoice(world: World, customerId: string): Promise<string> {
  const { items } = await listInvoices(world.read, { customerId, limit: 1, today: dayIn('UTC', world.clock.now()) });
  return items[0]!.id;
}

/** What was offered to somebody else; one is enough, since nobody may touch it. */
async function anyOffer(world: World, customerId: string): Promise<string> {
  const { items: [known] } = await listProposals(world.read, { customerId, sentOnly: true, limit: 1, now: world.clock.now() });
  if (known) return known.id;
  return world.transact(async (tx) => {
    const draft = await draftProposal(tx, {
      customerId, title: 'Spring cleaning of the showroom', description: null, total: 120_000n, currency: 'USD', validUntil: null, monthlyRecurring: 0n,
      stages: [{ shareBp: 5_000, milestone: 'Kickoff', dueDays: 0 }, { shareBp: 5_000, milestone: 'Delivery', dueDays: 30 }], actor: SYSTEM,
    });
    return (await sendProposal(tx, draft.id, SYSTEM)).id;
  });
}
