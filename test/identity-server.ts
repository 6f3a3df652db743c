import { accountHandlers } from '../src/apis/app/account.js';
import { account } from '../src/apis/app/contract-account.js';
import { session } from '../src/apis/app/contract-session.js';
import { sessionHandlers } from '../src/apis/app/session.js';
import { twoFactor } from '../src/apis/app/contract-two-factor.js';
import { twoFactorHandlers } from '../src/apis/app/two-factor.js';
import { auth } from '../src/apis/billing/contract-auth.js';
import { users } from '../src/apis/billing/contract-users.js';
import { userHandlers } from '../src/apis/billing/users.js';
import { authHandlers } from '../src/apis/billing/auth.js';
import { openLimits } from '../src/apis/limits.js';
import { openMetrics } from '../src/apis/metrics.js';
import { openServer, serveApi } from '../src/apis/serve.js';
import { handlers, supabaseAuth } from '../src/apis/supabase-auth/index.js';
import { authenticate } from '../src/core/identity/index.js';
import type { Identity } from '../src/core/identity/index.js';
import { openIdentityBench } from './identity.js';
import type { IdentityBench } from './identity.js';
import { freePorts } from './ports.js';

export interface IdentityServer extends IdentityBench {
  readonly url: string;
}

const silent = { info: () => undefined, warn: () => undefined, error: (facts: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`) };

/** The sign-in APIs on a port of their own, over the product's own server. `limitFactor` multiplies their rate limits; `alter` plants a mistake. */
export async function openIdentityServer(limitFactor = 1000, alter = (identity: Identity): Identity => identity): Promise<IdentityServer> {
  const port = await freePorts();
  const url = `http://127.0.0.1:${port}`;
  const bench = await openIdentityBench(url);
  const identity = alter(bench.identity);
  const server = openServer({
    world: bench.world, log: silent, limits: openLimits({ factor: limitFactor, log: silent }), metrics: openMetrics(),
    authenticate: (token, least) => authenticate(identity, token, least), allowedOrigins: [url], trustProxyHops: 0, secure: false, development: false,
  });
  serveApi(server, { contract: supabaseAuth, handlers, context: { identity } });
  serveApi(server, { contract: { ...session, ...account, ...twoFactor }, handlers: { ...sessionHandlers, ...accountHandlers, ...twoFactorHandlers }, context: { identity } });
  serveApi(server, { contract: { ...auth, ...users }, handlers: { ...authHandlers, ...userHandlers }, context: { identity } });
  await server.app.listen({ host: '127.0.0.1', port });
  return {
    ...bench, url,
    async close() {
      await server.app.close();
      await bench.close();
    },
  };
}
