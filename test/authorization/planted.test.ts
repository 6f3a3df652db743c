import { describe, expect, it } from 'vitest';
import { plantedApp } from '../harness/planted-app.js';
import { judgeAll, servedRows } from './ask.js';
import { openStage } from './stage.js';

describe('the matrix notices', () => {
  it.each([
    ['a rule of one contract that was changed', 'open-refunds', /refund as cust_own: 403 was meant, the answer is 200/],
    ['a query without its customer', 'foreign-invoice', /invoices\/\{id\} as cust_other: 404 was meant, the answer is 200/],
    ['a list without its customer', 'foreign-list', /invoices as cust_own: shows .* somebody else’s/],
    ['roles taken from the token', 'claimed-roles', /refund as demoted: 403 was meant, the answer is 200/],
  ] as const)('%s', async (_what, plant, complaint) => {
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
