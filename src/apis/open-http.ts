import type { Config } from '../config.js';
import { authenticate } from '../core/identity/index.js';
import type { Identity } from '../core/identity/index.js';
import type { Inbox } from '../core/inbox/index.js';
import type { PrintInvoice } from '../core/invoices/index.js';
import type { ReadBulk } from '../core/ports/bulk-rows.js';
import type { DrawProposal } from '../core/ports/documents.js';
import type { Log } from '../core/ports/log.js';
import { proposalPrinter } from '../core/proposals/index.js';
import { publicLinks } from '../core/public-links/index.js';
import type { World } from '../core/tx.js';
import type { ReadUsage } from '../core/usage/index.js';
import { accountHandlers } from './app/account.js';
import { account } from './app/contract-account.js';
import { customersApi } from './app/customers.js';
import { appCreditsApi } from './app/credits.js';
import { appApi } from './app/index.js';
import { invoicingApi } from './app/invoicing.js';
import { payApi } from './app/pay.js';
import { proposalsApi } from './app/proposals.js';
import { publicInvoiceApi } from './app/public-invoice.js';
import { usageApi } from './app/usage.js';
import type { DemoLogin } from './app/contract.js';
import { session } from './app/contract-session.js';
import { sessionHandlers } from './app/session.js';
import { twoFactor } from './app/contract-two-factor.js';
import { twoFactorHandlers } from './app/two-factor.js';
import { billingApi } from './billing/index.js';
import { creditsApi } from './credits/index.js';
import { serveDescriptions } from './descriptions.js';
import { programsApi } from './app/programs.js';
import { openLimits } from './limits.js';
import { openMetrics } from './metrics.js';
import { documentsApi } from './portal/documents.js';
import { portalApi } from './portal/index.js';
import { purchasesApi } from './purchases/index.js';
import { serveProbes } from './probes.js';
import { openServer, serveApi } from './serve.js';
import { handlers as supabaseHandlers, supabaseAuth } from './supabase-auth/index.js';
import type { Server } from './server.js';
import { servePages } from './serve-pages.js';
import { webhooksApi } from './webhooks/index.js';

export interface HttpParts {
  readonly config: Config;
  readonly world: World;
  readonly identity: Identity;
  readonly inbox: Inbox;
  readonly log: Log;
  readonly usage: ReadUsage;
  readonly print: PrintInvoice;
  readonly drawProposal: DrawProposal;
  readonly readBulk: ReadBulk;
  readonly publicUrl: string;
  /** What pages may know of the partners. */
  readonly partners: { readonly publishableKey: string | null; readonly sandboxPort: number | null; readonly mailboxPort: number | null };
  /** Offered on the sign-in page of a demo. */
  readonly demoLogins: readonly DemoLogin[];
  /** Makes a changed test clock act at once. */
  readonly refreshClock: () => Promise<void>;
}

export interface Http {
  readonly server: Server;
  listen(host: string, port: number): Promise<{ url: string }>;
  /** Not ready from now on; no new connections; what is under way ends within `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Of the APIs, as their descriptions name it. */
const VERSION = '0.1.0';

/** All APIs and the web app's pages behind one server. */
export async function openHttp(parts: HttpParts): Promise<Http> {
  const { config, world, identity, inbox, log, publicUrl } = parts;
  const limits = openLimits({ factor: config.rateLimitFactor, redisUrl: config.redisUrl, log });
  const server = openServer({
    world, log, limits, metrics: openMetrics(), authenticate: (token, least) => authenticate(identity, token, least), allowedOrigins: config.allowedOrigins,
    trustProxyHops: config.trustProxyHops, secure: publicUrl.startsWith('https:'), development: config.development,
  });
  serveApi(server, portalApi(world));
  serveApi(server, billingApi({ world, identity, usage: parts.usage }));
  serveApi(server, { contract: { ...session, ...account, ...twoFactor }, handlers: { ...sessionHandlers, ...accountHandlers, ...twoFactorHandlers }, context: { identity } });
  serveApi(server, { contract: supabaseAuth, handlers: supabaseHandlers, context: { identity } });
  serveApi(server, purchasesApi({ world, publicUrl }));
  serveApi(server, webhooksApi({ world, inbox }));
  const facts = { mode: config.mode, ...parts.partners, demoLogins: () => Promise.resolve(parts.demoLogins) };
  serveApi(server, appApi({ world, facts, refreshClock: parts.refreshClock }));
  serveApi(server, documentsApi({ world, print: parts.print, readBulk: parts.readBulk }));
  serveApi(server, customersApi({ world }));
  serveApi(server, creditsApi(world));
  serveApi(server, appCreditsApi(world));
  serveApi(server, usageApi({ world, usage: parts.usage }));
  serveApi(server, invoicingApi({ world }));
  const links = publicLinks({ keys: config.keys, publicUrl });
  serveApi(server, publicInvoiceApi({ world, print: parts.print, links }));
  serveApi(server, proposalsApi({ world, print: proposalPrinter(world, parts.drawProposal), links }));
  serveApi(server, programsApi({ world, publicUrl }));
  serveApi(server, payApi({ world, print: parts.print }));
  serveDescriptions(server, { publicUrl, version: VERSION });
  let stopping = false;
  serveProbes(server, { world, metricsToken: config.metricsToken, stopping: () => stopping });
  await servePages(server, parts);
  return {
    server,
    async listen(host, port) {
      await server.app.listen({ host, port });
      const address = server.app.server.address();
      return { url: typeof address === 'object' && address ? `http://${host.includes(':') ? `[${host}]` : host}:${address.port}` : publicUrl };
    },
    async stop(graceMs) {
      stopping = true;
      const late = setTimeout(() => server.app.server.closeAllConnections(), graceMs);
      await server.app.close();
      clearTimeout(late);
      await limits.close();
    },
  };
}
