import type { Api } from './api.js';
import { expireCheckout } from './resources/checkout.js';
import { beginWork } from './work.js';

/** Closes checkout pages whose time has come, once a second. */
export function startExpiry(api: Api): { stop(): void } {
  const timer = setInterval(() => expireDue(api, Math.floor(Date.now() / 1000)), 1_000);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

function expireDue(api: Api, now: number): void {
  for (const session of api.state.tables.checkout_session.all()) {
    if (session.status !== 'open' || session.expires_at > now) continue;
    const work = beginWork(api.state, { id: null, idempotency_key: null }, api.targets);
    expireCheckout(work, session);
    api.courier.carry(work.commit());
  }
}
