import { createGoogleAnalytics } from '../../src/adapters/usage-analytics/index.js';
import { openCopyOut } from '../../src/adapters/database/copy-out.js';
import { documentDrawers } from '../../src/adapters/pdf/draw-documents.js';
import { customersApi } from '../../src/apis/app/customers.js';
import { appCreditsApi } from '../../src/apis/app/credits.js';
import { appApi } from '../../src/apis/app/index.js';
import { invoicingApi } from '../../src/apis/app/invoicing.js';
import { payApi } from '../../src/apis/app/pay.js';
import { publicInvoiceApi } from '../../src/apis/app/public-invoice.js';
import { proposalsApi } from '../../src/apis/app/proposals.js';
import { usageApi } from '../../src/apis/app/usage.js';
import { session } from '../../src/apis/app/contract-session.js';
import { sessionHandlers } from '../../src/apis/app/session.js';
import { billingApi } from '../../src/apis/billing/index.js';
import { creditsApi } from '../../src/apis/credits/index.js';
import { openLimits } from '../../src/apis/limits.js';
import { openMetrics } from '../../src/apis/metrics.js';
import { documentsApi } from '../../src/apis/portal/documents.js';
import { portalApi } from '../../src/apis/portal/index.js';
import { serveProbes } from '../../src/apis/probes.js';
import { openServer, serveApi } from '../../src/apis/serve.js';
import type { Server } from '../../src/apis/server.js';
import { handlers as supabaseHandlers, supabaseAuth } from '../../src/apis/supabase-auth/index.js';
import { webhooksApi } from '../../src/apis/webhooks/index.js';
import { authenticate, createUser, issueTokens, openIdentity, signIn } from '../../src/core/identity/index.js';
import type { Identity } from '../../src/core/identity/index.js';
import { invoicePrinter } from '../../src/core/invoices/index.js';
import { proposalPrinter } from '../../src/core/proposals/index.js';
import { publicLinks } from '../../src/core/public-links/index.js';
import { usageReader } from '../../src/core/usage/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { generateKeyRing, parseKeyRing } from '../../src/kernel/keyring.js';
import type { Role } from '../../src/kernel/roles.js';
import { openTestWorld } from '../world.js';
import type { TestWorld, TestWorldOptions } from '../world.js';

export const OWN_ORIGIN = 'http://pay.example.test';
const PASSWORD = 'quite long and rare 7';

/** All APIs over a database and a sandbox of their own, called in process. */
export interface TestServer extends TestWorld {
  readonly server: Server;
  readonly identity: Identity;
  /** What was logged as broken. */
  readonly faults: { message: string; facts: object }[];
  /** An access token of a new user; linked to `customerId` where given. */
  token(roles: Role[], customerId?: string): Promise<string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | number | undefined>;
  readonly text: string;
  /** Of JSON answers. */
  readonly body: Record<string, unknown>;
}

export async function openTestServer(options: TestWorldOptions & { factor?: number } = {}): Promise<TestServer> {
  const bench = await openTestWorld(options);
  const { world, inbox } = bench;
  const identity = openIdentity({ world, keys: parseKeyRing(generateKeyRing()), publicUrl: OWN_ORIGIN });
  const faults: TestServer['faults'] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (facts: object, message: string) => void faults.push({ message, facts }) };
  const server = openServer({
    world, log, limits: openLimits({ factor: options.factor ?? 1, log }), metrics: openMetrics(), authenticate: (token, least) => authenticate(identity, token, least),
    allowedOrigins: [OWN_ORIGIN], trustProxyHops: 0, secure: false, development: false,
  });
  const facts = { mode: 'demo' as const, publishableKey: bench.publishableKey, sandboxPort: null, mailboxPort: null, demoLogins: async () => [] };
  const usage = usageReader({ world, log, zone: 'UTC', analytics: createGoogleAnalytics({ standIn: bench.sandbox.urls.analytics, timeoutMs: 20_000 }) });
  serveApi(server, portalApi(world));
  serveApi(server, billingApi({ world, identity, usage }));
  serveApi(server, { contract: session, handlers: sessionHandlers, context: { identity } });
  serveApi(server, { contract: supabaseAuth, handlers: supabaseHandlers, context: { identity } });
  serveApi(server, webhooksApi({ world, inbox }));
  serveApi(server, appApi({ world, facts, refreshClock: async () => undefined }));
  const copyOut = openCopyOut(bench.database.url, () => undefined);
  const drawers = documentDrawers(async () => null);
  const print = invoicePrinter(world, drawers.invoice);
  serveApi(server, documentsApi({ world, print, readBulk: copyOut.read }));
  serveApi(server, customersApi({ world }));
  serveApi(server, creditsApi(world));
  serveApi(server, appCreditsApi(world));
  serveApi(server, usageApi({ world, usage }));
  serveApi(server, payApi({ world, print }));
  serveApi(server, invoicingApi({ world }));
  serveApi(server, publicInvoiceApi({ world, print, links: publicLinks({ keys: identity.keys, publicUrl: OWN_ORIGIN }) }));
  serveApi(server, proposalsApi({ world, print: proposalPrinter(world, drawers.proposal), links: publicLinks({ keys: identity.keys, publicUrl: OWN_ORIGIN }) }));
  serveProbes(server, { world });
  await server.app.ready();
  return {
    ...bench, server, identity, faults,
    token: (roles, customerId) => newToken(bench, identity, roles, customerId),
    call: (method, path, more) => call(server, method, path, more),
    async close() {
      await server.app.close();
      await copyOut.close();
      await bench.close();
    },
  };
}

let users = 0;

async function newToken({ world }: TestWorld, identity: Identity, roles: Role[], customerId?: string): Promise<string> {
  const email = `user${(users += 1)}@example.test`;
  const user = await createUser(identity, { email, name: 'Jane', password: PASSWORD, emailVerified: true, roles }, SYSTEM);
  if (customerId !== undefined) {
    await world.transact((tx) => tx.db.insertInto('customer_users').values({ user_id: user.id, customer_id: customerId, linked_at: tx.now }).execute());
  }
  return (await issueTokens(identity, await signIn(identity, { email, password: PASSWORD }), 'supabase')).accessToken;
}

export async function call(server: Server, method: string, path: string, { token, body, headers = {} }: CallOptions = {}): Promise<Answer> {
  const payload = body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const response = await server.app.inject({
    method: method as 'GET', url: path, ...(payload !== undefined && { payload }),
    headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
  });
  const json = String(response.headers['content-type'] ?? '').includes('json') && response.body !== '';
  return { status: response.statusCode, headers: response.headers, text: response.body, body: json ? (JSON.parse(response.body) as Record<string, unknown>) : {} };
}
