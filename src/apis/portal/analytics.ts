import { readPortalStats, trackSession } from '../../core/analytics/index.js';
import type { World } from '../../core/tx.js';
import type { Handlers } from '../call.js';
import type { Portal } from './contract.js';
import { requireFigures } from './figures.js';
import { toPortalStats } from './views.js';

type Analytics = Pick<Portal, Extract<keyof Portal, `${string} /api/analytics/${string}`>>;

/** Analytics of the portal document. */
export const analytics: Handlers<Analytics, World> = {
  async 'GET /api/analytics/portal-stats'({ who }, world) {
    await requireFigures(world, who);
    return toPortalStats(await readPortalStats(world));
  },

  async 'POST /api/analytics/track-session'({ who, customerId, ip, headers }, world) {
    const userAgent = typeof headers['user-agent'] === 'string' ? headers['user-agent'] : null;
    const sessionId = await world.transact((tx) => trackSession(tx, { userId: who.userId, customerId, ip, userAgent }));
    return { success: true as const, sessionId };
  },
};
