import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxConfig } from '../config.js';
import { listen, reachableName, sendJson } from '../http.js';
import { serveApi, type Api } from './api.js';
import { serveAuthenticationPage } from './authentication-page.js';
import { serveCheckoutPage } from './checkout-page.js';
import { serveControl } from './control/serve.js';
import type { State } from './entries.js';
import { createFaults } from './faults.js';
import { serveReceiptPage } from './receipt-page.js';
import { createIdempotency } from './idempotency.js';
import { openState } from './state.js';
import { startExpiry } from './expiry.js';
import { CURRENT_VERSION } from './versions.js';
import { createCourier, type Receiver } from './webhooks/courier.js';

export interface StripeServer {
  url: string;
  close(): Promise<void>;
}

/** Starts the Stripe stand-in on its port. */
export async function startStripe(config: SandboxConfig): Promise<StripeServer> {
  const state = openState(config.journalDir);
  const version = config.apiVersion ?? CURRENT_VERSION;
  let url = '';
  const addresses = (): string[] => state.settings.targets ?? config.webhookTargets;
  const receiverOf = (target: string): Receiver | undefined => {
    if (target.startsWith('target:')) {
      const address = addresses()[Number(target.slice('target:'.length))];
      return address === undefined ? undefined : { url: address, secret: config.webhookSecret, version };
    }
    const endpoint = state.tables.webhook_endpoint.get(target);
    if (!endpoint || endpoint.status !== 'enabled') return undefined;
    return { url: endpoint.url, secret: endpoint.secret, version: endpoint.api_version ?? version };
  };
  const courier = createCourier(state, () => url, receiverOf);
  const api: Api = {
    keys: config,
    version,
    origins: config.origins,
    state,
    faults: createFaults(),
    idempotency: createIdempotency(state),
    courier,
    addresses,
    targets: () => [...addresses().map((_, place) => `target:${place}`), ...endpointsOf(state)],
  };
  const server = await listen(config.host, config.ports.stripe, (request, response) => route(api, config, request, response));
  url = `http://${reachableName(config.host)}:${server.port}`;
  courier.resume();
  const expiry = startExpiry(api);
  return {
    url,
    async close() {
      expiry.stop();
      courier.close();
      await server.close();
      state.close();
    },
  };
}

function endpointsOf(state: State): string[] {
  return [...state.tables.webhook_endpoint.all()].filter((endpoint) => endpoint.status === 'enabled').map((endpoint) => endpoint.id);
}

function route(api: Api, config: SandboxConfig, request: IncomingMessage, response: ServerResponse): Promise<void> | void {
  const url = request.url ?? '/';
  if (url.startsWith('/v1/')) return serveApi(api, request, response);
  if (url.startsWith('/3ds/')) return serveAuthenticationPage(api, request, response);
  if (url.startsWith('/c/pay/')) return serveCheckoutPage(api, request, response);
  if (url.startsWith('/receipts/')) return serveReceiptPage(api, request, response);
  if (url.startsWith('/_sandbox')) return serveControl(api, config, request, response);
  sendJson(response, 404, { error: { type: 'invalid_request_error', message: `Unrecognized request URL (${request.method}: ${url}).` } });
}
