import type { Route } from './call.js';
import { accountRoutes } from './resources/account.js';
import { chargeRoutes } from './resources/charges.js';
import { checkoutSessionRoutes } from './resources/checkout-sessions.js';
import { customerRoutes } from './resources/customers.js';
import { disputeRoutes } from './resources/disputes.js';
import { eventRoutes } from './resources/events.js';
import { paymentIntentRoutes } from './resources/payment-intents.js';
import { paymentMethodRoutes } from './resources/payment-methods.js';
import { refundRoutes } from './resources/refunds.js';
import { setupIntentRoutes } from './resources/setup-intents.js';
import { webhookEndpointRoutes } from './resources/webhook-endpoints.js';

export const routes: Route[] = [
  ...accountRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
  ...webhookEndpointRoutes,
];

const CHECKOUT = 'checkout~sessions';
const byPath = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));

/** The route of a path below `/v1/`, with the ids in it: every second segment is one, unless a route names it. */
export function matchRoute(method: string, path: string): { route: Route; ids: string[] } | undefined {
  const literal = byPath.get(`${method} ${path}`);
  if (literal) return { route: literal, ids: [] };
  // The one resource whose own name has two segments.
  const segments = path.replace(/^checkout\/sessions(?=\/)/, CHECKOUT).split('/');
  const ids = segments.filter((_, place) => place % 2 === 1);
  const pattern = segments.map((segment, place) => (place === 1 || place === 3 ? ':' : segment)).join('/');
  const route = byPath.get(`${method} ${pattern.replace(CHECKOUT, 'checkout/sessions')}`);
  return route && ids.every((id) => id !== '') ? { route, ids: ids.map(decode) } : undefined;
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    // Broken escapes name nothing that exists: the handler says so.
    return id;
  }
}
