import { NORMAL, type DeliveryMode } from '../webhooks/mode.js';
import type { Control } from './control.js';

/** Sets only what is sent; `{"normal": true}` goes back to plain delivery first. `targets` replaces the configured ones. */
const set: Control = ({ api, body }) => {
  const { targets, normal, ...change } = body;
  for (const name of Object.keys(change)) if (!(name in NORMAL)) throw new Error(`Unknown setting ${name}; known: ${Object.keys(NORMAL).join(', ')}, targets, normal`);
  if (Array.isArray(targets)) api.state.write({ set: { targets: targets.map(String) } });
  return api.courier.setMode({ ...(normal === true && NORMAL), ...(change as Partial<DeliveryMode>) });
};

const release: Control = ({ api, body }) => ({ released: api.courier.release(typeof body.seed === 'number' ? body.seed : undefined) });

export const webhookControls: Record<string, Control> = {
  'GET webhooks': ({ api }) => ({ ...api.courier.mode(), targets: api.targets() }),
  'POST webhooks': set,
  'POST webhooks/release': release,
  'POST webhooks/retry': ({ api }) => ({ retried: api.courier.retryNow() }),
};
