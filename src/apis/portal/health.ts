import type { World } from '../../core/tx.js';
import { answer } from '../call.js';
import type { Handlers } from '../call.js';
import { askDatabase } from '../database-health.js';
import type { Health, Portal } from './contract.js';

/** Health of the portal document: the database's state and duration, nothing of its words. */
export const health: Handlers<Pick<Portal, 'GET /api/health'>, World> = {
  async 'GET /api/health'(_call, world) {
    const started = performance.now();
    const database = await askDatabase(world);
    const body: Health = {
      status: database.ok ? 'healthy' : 'unhealthy',
      timestamp: world.clock.now().toISOString(),
      checks: {
        database: database.ok ? { status: 'ok', duration: database.milliseconds } : { status: 'error', message: 'Connection failed', duration: database.milliseconds },
        service: { status: 'ok' },
      },
      responseTime: Math.round(performance.now() - started),
      uptime: Math.round(process.uptime() * 10) / 10,
    };
    return database.ok ? body : answer(body, { status: 503 });
  },
};
