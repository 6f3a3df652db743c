import { describe, expect, it } from 'vitest';
import { servedRows } from '../authorization/ask.js';
import { openStage } from '../authorization/stage.js';
import type { Stage } from '../authorization/stage.js';
import { seeded } from '../random.js';
import { fuzz } from './fuzz.js';
import { plantedApp } from './planted-app.js';

/** PAYDESK_FUZZ: so many refused ones for each route, or twice as many sent. */
const PER_ROUTE = Number(process.env['PAYDESK_FUZZ'] ?? (process.env['PAYDESK_FULL'] === '1' ? 100 : 10));

/** Every request is followed by a look at all there is: in a new database that is little. */
const AT_A_TIME = 100;

/** Moves the clock for everybody else. */
const LEFT_OUT = ['POST /api/app/clock'];

async function withStage<T>(opened: Promise<Stage>, work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await opened;
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

describe('requests that are almost right', () => {
  it('break nothing, hang nowhere, change nothing when refused', { timeout: 3_600_000 }, async () => {
    const random = seeded('fuzz');
    for (let left = PER_ROUTE; left > 0; left -= AT_A_TIME) {
      await withStage(openStage(), async (stage) => {
        const rows = servedRows(stage).filter(({ route, doc }) => !LEFT_OUT.includes(route) && doc !== 'probe');
        const { sent, statuses, wrong } = await fuzz(stage, rows, Math.min(left, AT_A_TIME), random);
        process.stderr.write(`fuzz: ${sent} requests to ${rows.length} routes, answered ${JSON.stringify(statuses)}\n`);
        expect(wrong).toEqual([]);
      });
    }
  });

  it('are noticed when bodies are not checked', async () => {
    await withStage(plantedApp('unchecked-bodies').then(openStage), async (stage) => {
      const rows = servedRows(stage).filter(({ route }) => ['POST /api/payments/create-intent', 'POST /api/app/invoices/{id}/pay', 'POST /auth/v1/recover'].includes(route));
      const { wrong } = await fuzz(stage, rows, 40, seeded('planted fuzz', 1));
      expect(wrong.filter((what) => what.includes('broke')).length).toBeGreaterThan(0);
    });
  });
});
