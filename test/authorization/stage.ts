import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import type { App } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { createCustomer } from '../../src/core/customers/index.js';
import { createUser, withdrawRole } from '../../src/core/identity/index.js';
import type { User } from '../../src/core/identity/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { generateKeyRing } from '../../src/kernel/keyring.js';
import type { Role } from '../../src/kernel/roles.js';
import { cloneDatabase } from '../database.js';
import { goodToken } from '../harness/bad-credentials.js';
import { PUBLISHABLE_KEY, removeFolder, SECRET_KEY, startTestSandbox, WEBHOOK_SECRET } from '../sandbox/start.js';
import type { Running } from '../sandbox/start.js';
import type { Column } from './table.js';

export const PASSWORD = 'a long enough test password';

/** A user who holds one role and nothing else. */
export interface Party {
  readonly user: User;
  readonly customerId: string | null;
}

/** The product as it is served, over HTTP, with one caller for every column of the table and a tenant who calls nobody. */
export interface Stage {
  readonly app: App;
  readonly url: string;
  readonly sandbox: Running;
  readonly callers: Readonly<Record<Exclude<Column, 'anon' | 'cust_other' | 'barber_other'> | Extra, Party>>;
  /** Another customer: nothing of his may ever be shown to the callers who are no staff. */
  readonly stranger: Party & { readonly customerId: string };
  /** What would give the stranger away: ids and addresses, as they are made. */
  readonly marks: Set<string>;
  /** An access token of a new session. */
  token(party: Party): Promise<string>;
  close(): Promise<void>;
}

/** Who shares a column with somebody else: a super admin is an admin, whoever lost a role is nobody in particular. */
export type Extra = 'super_admin' | 'demoted';

/** `create` is the product's own wiring, or that of a copy with a mistake in it. */
export async function openStage(create: typeof createApp = createApp): Promise<Stage> {
  const database = await cloneDatabase();
  const sandbox = await startTestSandbox();
  const dataFolder = mkdtempSync(join(tmpdir(), 'paydesk-stage-'));
  const config = loadConfig({}, {
    PAYDESK_MODE: 'demo', PORT: '0', PUBLIC_URL: 'http://127.0.0.1:3000', DATA_DIR: dataFolder, PAYDESK_KEYS: generateKeyRing(), RATE_LIMIT_FACTOR: '1000000', LOG_LEVEL: 'fatal',
  });
  const app = await create(config, {
    database: { url: database.url, ownerUrl: database.ownerUrl },
    sandbox: {
      stripe: { url: sandbox.urls.stripe, secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY, webhookSecret: WEBHOOK_SECRET },
      mailbox: { url: sandbox.urls.mailbox }, smtp: { url: sandbox.urls.smtp }, analytics: { url: sandbox.urls.analytics },
    },
  });
  const { url } = await app.listen();
  const stranger = await newParty(app, 'customer');
  const callers = await newCallers(app);
  return {
    app, url, sandbox, callers, stranger: { ...stranger, customerId: stranger.customerId! },
    marks: new Set([stranger.customerId!, stranger.user.id, stranger.user.email]),
    // The demoted user's tokens still say what he was; the database knows better.
    token: (party) => goodToken(app.identity, party.user, party === callers.demoted ? 'plain' : 'supabase'),
    async close() {
      await app.stop();
      await sandbox.close();
      removeFolder(sandbox.directory);
      rmSync(dataFolder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

async function newCallers(app: App): Promise<Stage['callers']> {
  const demoted = await newParty(app, 'admin');
  await app.world.transact((tx) => withdrawRole(tx, demoted.user.id, 'admin', SYSTEM));
  return {
    cust_own: await newParty(app, 'customer'), admin: await newParty(app, 'admin'), mentor: await newParty(app, 'mentor'), barber_own: await newParty(app, 'barber'),
    shop_owner: await newParty(app, 'shop_owner'), enterprise: await newParty(app, 'enterprise_owner'), staff: await newParty(app, 'staff'),
    super_admin: await newParty(app, 'super_admin'), demoted,
  };
}

let people = 0;

/** A customer comes with a customer record; nobody else has one. */
async function newParty({ world, identity }: App, role: Role): Promise<Party> {
  const email = `${role}-${(people += 1)}@example.test`;
  const customer = role === 'customer' ? await world.transact((tx) => createCustomer(tx, { name: `Cora ${people}`, email }, SYSTEM)) : null;
  const user = await createUser(identity, { email, name: `Somebody ${people}`, roles: [role], emailVerified: true, password: PASSWORD }, SYSTEM);
  return { user, customerId: customer?.id ?? null };
}
