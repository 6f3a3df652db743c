import { createPool } from '../../src/adapters/database/connect.js';
import type { DatabasePool } from '../../src/adapters/database/connect.js';
import { createWorld } from '../../src/adapters/database/transact.js';
import { createStripeProcessor } from '../../src/adapters/processors/stripe/index.js';
import { createCustomer } from '../../src/core/customers/index.js';
import { createUser, findUserByEmail, issueTokens, openIdentity, signIn } from '../../src/core/identity/index.js';
import type { Identity } from '../../src/core/identity/index.js';
import { draftInvoice, issueInvoice } from '../../src/core/invoices/index.js';
import type { Invoice } from '../../src/core/invoices/index.js';
import { createSetup } from '../../src/core/payments/index.js';
import { PLATFORM_ACCOUNT } from '../../src/core/ports/processor.js';
import { reactions } from '../../src/core/reactions.js';
import { SYSTEM } from '../../src/core/tx.js';
import type { World } from '../../src/core/tx.js';
import { saveCardInBrowser } from '../../src/demo/payer.js';
import { newId } from '../../src/kernel/ids.js';
import { parseKeyRing } from '../../src/kernel/keyring.js';
import type { Role } from '../../src/kernel/roles.js';
import type { Product } from './product.js';

/** A customer who can sign in and has a card on file. */
export interface Buyer {
  readonly customerId: string;
  readonly email: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly cardId: string;
}

/** Prepares a running product from beside it: the same core over the same database and sandbox, without its HTTP. */
export interface Shop {
  readonly world: World;
  readonly identity: Identity;
  readonly pool: DatabasePool;
  buyer(): Promise<Buyer>;
  /** A user without customer; gives an access token. */
  user(role: Role): Promise<string>;
  invoice(customerId: string, cents: bigint): Promise<Invoice>;
  close(): Promise<void>;
}

const PASSWORD = 'a long enough test password';

export function openShop(product: Product, databaseUrl: string): Shop {
  const pool = createPool(databaseUrl, { max: 10, pipeline: true });
  const processor = createStripeProcessor({
    secretKey: product.sandbox.secretKey, webhookSecrets: [product.sandbox.webhookSecret], account: PLATFORM_ACCOUNT, baseUrl: product.sandbox.stripe, timeoutMs: 5_000,
  });
  const world = createWorld({ pool, clock: { now: () => new Date() }, reactions, prepared: true, processor: () => processor });
  const identity = openIdentity({ world, keys: parseKeyRing(product.keys), publicUrl: product.url, accessTokenSeconds: 86_400 });
  return {
    world, identity, pool,
    buyer: () => buyer(product, world, identity),
    user: async (role) => (await signInNew(identity, `${newId()}@example.com`, role)).token,
    invoice: (customerId, cents) => bill(world, customerId, cents),
    close: () => pool.end(),
  };
}

async function buyer(product: Product, world: World, identity: Identity): Promise<Buyer> {
  const email = `${newId()}@example.com`;
  const customer = await world.transact((tx) => createCustomer(tx, { name: 'Bea Buyer', email }, SYSTEM));
  const tokens = await signInNew(identity, email, 'customer');
  const setup = await createSetup(world, { customerId: customer.id }, newId());
  const cardId = await saveCardInBrowser({ url: product.sandbox.stripe, publishableKey: product.sandbox.publishableKey }, setup.clientSecret);
  return { customerId: customer.id, email, ...tokens, cardId };
}

async function signInNew(identity: Identity, email: string, role: Role): Promise<{ token: string; refreshToken: string }> {
  if (!(await findUserByEmail(identity.world.read, email))) {
    await createUser(identity, { email, name: 'Somebody', password: PASSWORD, roles: [role], emailVerified: true }, SYSTEM);
  }
  const tokens = await issueTokens(identity, await signIn(identity, { email, password: PASSWORD }), 'supabase');
  return { token: tokens.accessToken, refreshToken: tokens.refreshToken };
}

async function bill(world: World, customerId: string, cents: bigint): Promise<Invoice> {
  return world.transact(async (tx) => {
    const draft = await draftInvoice(tx, { customerId, lines: [{ description: 'Carpet cleaning', quantity: 1, unitPrice: cents, taxPpm: 82_500 }], actor: SYSTEM });
    return issueInvoice(tx, draft.id, SYSTEM, { quiet: true });
  });
}
