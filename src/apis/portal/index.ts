import { analytics } from './analytics.js';
import { appointments } from './appointments.js';
import { cache } from './cache.js';
import { health } from './health.js';
import { notifications } from './notifications.js';
import { payments } from './payments.js';
import { rewards } from './rewards.js';
import { portal } from './contract.js';
import type { World } from '../../core/tx.js';
import type { Api } from '../serve.js';
import type { Portal } from './contract.js';

/** The portal document over this world. */
export function portalApi(world: World): Api<Portal, World> {
  return { contract: portal, handlers: { ...payments, ...appointments, ...rewards, ...notifications, ...analytics, ...cache, ...health }, context: world };
}
