import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { createApp } from '../../src/app.js';
import { plantedBuild } from '../harness/plant.js';
import { judgeAll, servedRows } from './ask.js';
import { openStage } from './stage.js';

/** The wiring of a built copy of the product that has a mistake in it. */
async function plantedApp(plant: Parameters<typeof plantedBuild>[0]): Promise<typeof createApp> {
  const built = await import(/* @vite-ignore */ join(await plantedBuild(plant), 'app.js')) as { createApp: typeof createApp };
  return built.createApp;
}

describe('the matrix notices', () => {
  it.each([
    ['a rule of one contract that was changed', 'open-refunds', /refund as cust_own: 403 was meant, the answer is 200/],
    ['a query without its customer', 'foreign-invoice', /invoices\/\{id\} as cust_other: 404 was meant, the answer is 200/],
    ['a list without its customer', 'foreign-list', /invoices as cust_own: shows .* somebody else’s/],
    ['roles taken from the token', 'claimed-roles', /refund as demoted: 403 was meant, the answer is 200/],
  ] as const)('%s', { timeout: 120_000 }, async (_what, plant, complaint) => {
    const stage = await openStage(await plantedApp(plant));
    try {
      const rows = servedRows(stage).filter(({ n }) => ['A3', 'A4', 'A7'].includes(n));
      const { wrong } = await judgeAll(stage, rows);
      expect(wrong.filter((what) => complaint.test(what)).length, wrong.join('\n')).toBeGreaterThan(0);
    } finally {
      await stage.close();
    }
  });
});
