import { forgetCached, readCacheFigures, resetCacheFigures } from '../../core/caches/index.js';
import { findCustomer, findCustomerByEmail } from '../../core/customers/index.js';
import type { Principal } from '../../core/identity/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';
import type { Handlers } from '../call.js';
import type { Portal } from './contract.js';
import { maySeeFigures, requireFigures } from './figures.js';
import { toCacheStats } from './views.js';

type Cache = Pick<Portal, Extract<keyof Portal, `${string} /api/cache/${string}`>>;

/** Cache management of the portal document. */
export const cache: Handlers<Cache, World> = {
  async 'GET /api/cache/stats'({ who }, world) {
    await requireFigures(world, who);
    return toCacheStats(readCacheFigures(world.read), world.clock.now());
  },

  async 'POST /api/cache/clear'({ who, body }, world) {
    const message = await clear(world, who, body);
    return { success: true as const, message };
  },
};

interface Selectors { readonly all?: unknown; readonly pattern?: unknown; readonly customerId?: unknown; readonly email?: unknown; readonly metrics?: unknown }

/** all before pattern before customerId before metrics. */
async function clear(world: World, who: Principal, { all, pattern, customerId, email, metrics }: Selectors): Promise<string> {
  const business = await maySeeFigures(world, who);
  if (!business && who.customerId === null) throw new Failure('permission_missing');
  if (all === true) {
    if (!business) throw new Failure('permission_missing');
    forgetCached(world.read, { forget: 'all' });
    return 'All caches cleared successfully';
  }
  if (isText(pattern)) {
    if (!business) throw new Failure('permission_missing');
    forgetCached(world.read, { forget: 'pattern', pattern });
    return 'Cache entries matching pattern cleared successfully';
  }
  if (isText(customerId)) {
    if (!business && !(await isOwn(world, who, customerId, email))) throw new Failure('permission_missing');
    forgetCached(world.read, { forget: 'owners', owners: await ownersOf(world, customerId.toLowerCase(), email) });
    return 'Customer caches cleared successfully';
  }
  if (metrics === true) {
    if (!business) throw new Failure('permission_missing');
    resetCacheFigures(world.read);
    return 'Cache metrics reset successfully';
  }
  throw new Failure('cache_selector_missing');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 500;
}

/** Both must be the caller's own: his customer, and his or its address. */
async function isOwn(world: World, who: Principal, customerId: string, email: unknown): Promise<boolean> {
  if (who.customerId === null || customerId.toLowerCase() !== who.customerId) return false;
  if (email === undefined || email === null) return true;
  if (typeof email !== 'string') return false;
  const address = email.trim().toLowerCase();
  return address === who.email || address === (await findCustomer(world.read, who.customerId))?.email;
}

/** The customer by his id, and by his address where it is another's. */
async function ownersOf(world: World, customerId: string, email: unknown): Promise<string[]> {
  const byAddress = isText(email) ? await findCustomerByEmail(world.read, email) : null;
  return byAddress === null || byAddress.id === customerId ? [customerId] : [customerId, byAddress.id];
}
