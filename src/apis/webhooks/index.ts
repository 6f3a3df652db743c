import type { Inbox } from '../../core/inbox/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import type { Headers, Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { webhooks } from './contract.js';
import type { Webhooks } from './contract.js';

export interface WebhookContext {
  readonly world: World;
  readonly inbox: Inbox;
}

const RECEIVED = { received: true } as const;
const SUCCESS = { success: true } as const;

const handlers: Handlers<Webhooks, WebhookContext> = {
  async 'POST /api/webhooks/stripe'({ body, headers }, context) {
    await takeIn(context, body, headers);
    return RECEIVED;
  },
  async 'POST /billing/webhooks/stripe'({ body, headers }, context) {
    await takeIn(context, body, headers);
    return RECEIVED;
  },
  async 'POST /api/stripe/webhook'({ body, headers }, context) {
    await takeIn(context, body, headers);
    return SUCCESS;
  },
};

/** Checks who signed, then resolves once the event is durably carried out or known already. `webhook_signature_invalid`. */
async function takeIn({ world, inbox }: WebhookContext, body: unknown, headers: Headers): Promise<void> {
  const payload = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const event = world.processor('stripe').readWebhook({ rawBody: payload, headers, now: world.clock.now() });
  if (event === null) throw new Failure('webhook_signature_invalid');
  await inbox.receive({ event, payload });
}

/** The addresses of the platform's own Stripe account. */
export function webhooksApi(context: WebhookContext): Api<Webhooks, WebhookContext> {
  return { contract: webhooks, handlers, context };
}
