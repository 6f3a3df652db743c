import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import { askDatabase } from '../database-health.js';
import type { Api } from '../serve.js';
import { billing } from './contract.js';
import type { Billing } from './contract.js';

const handlers: Handlers<Billing, World> = {
  async 'GET /health'(_call, world) {
    const database = await askDatabase(world);
    if (!database.ok) throw new Failure('database_unavailable');
    return { status: 'healthy' as const, timestamp: world.clock.now().toISOString() };
  },
};

/** The billing document over this world. */
export function billingApi(world: World): Api<Billing, World> {
  return { contract: billing, handlers, context: world };
}
