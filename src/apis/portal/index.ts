import { health } from './health.js';
import { payments } from './payments.js';
import { portal } from './contract.js';
import type { World } from '../../core/tx.js';
import type { Api } from '../serve.js';
import type { Portal } from './contract.js';

/** The portal document over this world. */
export function portalApi(world: World): Api<Portal, World> {
  return { contract: portal, handlers: { ...payments, ...health }, context: world };
}
