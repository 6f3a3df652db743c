import { cached } from '../../core/caches/index.js';
import { findCustomer } from '../../core/customers/index.js';
import type { Principal } from '../../core/identity/index.js';
import { readOperation } from '../../core/operations/index.js';
import { findProcessorCustomer, SMALLEST_CHARGE } from '../../core/payments/index.js';
import { PLATFORM_ACCOUNT } from '../../core/ports/processor.js';
import { readPoints } from '../../core/rewards/index.js';
import { businessSettings, readSettings, saveSettings } from '../../core/settings/index.js';
import { Failure } from '../../kernel/failure.js';
import { ppmToPercent } from '../../kernel/percent.js';
import type { Handlers } from '../call.js';
import { isStaff } from './context.js';
import type { AppContext } from './context.js';
import type { App, User } from './contract.js';
import { toMajor, toOperation } from './views.js';

type Overview = Pick<App, 'GET /api/app/config' | 'GET /api/app/me' | 'GET /api/app/operations/{id}' | 'POST /api/app/clock'>;

export function toUser(who: Pick<Principal, 'userId' | 'email' | 'name' | 'roles'>): User {
  return { id: who.userId, email: who.email, name: who.name, roles: [...who.roles] };
}

export const overview: Handlers<Overview, AppContext> = {
  async 'GET /api/app/config'(_call, { world, facts }) {
    const { business_name: name, logo_url, currency, time_zone, default_tax_ppm: tax } = await businessSettings(world.read);
    return {
      mode: facts.mode,
      business: { name, logo_url, currency, time_zone, tax_percent: ppmToPercent(tax), smallest_charge: toMajor(SMALLEST_CHARGE, currency) },
      stripe: { publishable_key: facts.publishableKey, sandbox_port: facts.sandboxPort },
      mailbox_port: facts.mailboxPort,
      demo_logins: [...(await facts.demoLogins())],
    };
  },

  async 'GET /api/app/me'({ who, customerId }, { world }) {
    if (customerId === null) return { user: toUser(who), customer: null, points: null };
    const [customer, external, points] = await Promise.all([
      cached(world.read, { cache: 'customers', owner: customerId, kind: 'customer', key: who.email }, () => findCustomer(world.read, customerId)),
      findProcessorCustomer(world.read, customerId, { name: 'stripe', account: PLATFORM_ACCOUNT }),
      readPoints(world.read, customerId),
    ]);
    return {
      user: toUser(who),
      customer: customer && { id: customer.id, name: customer.name, email: customer.email, stripe_customer_id: external },
      points: Number(points),
    };
  },

  async 'GET /api/app/operations/{id}'({ who, params }, { world }) {
    return toOperation(await readOperation(world.read, params.id, isStaff(who) ? undefined : who.userId));
  },

  async 'POST /api/app/clock'({ body, actor }, { world, facts, refreshClock }) {
    if (facts.mode !== 'demo') throw new Failure('route_unknown');
    const { clock_offset_seconds: ahead } = await readSettings(world.read);
    await saveSettings(world, actor, { clock_offset_seconds: ahead + body.advance_seconds });
    await refreshClock();
    return { now: world.clock.now().toISOString() };
  },
};
