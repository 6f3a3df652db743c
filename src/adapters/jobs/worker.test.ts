import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBareWorld, silentLog as silent } from '../../../test/bare-world.js';
import type { BareWorld } from '../../../test/bare-world.js';
import { createDrain, enqueue, jobCarrier } from '../../core/outbox/index.js';
import type { ScheduledTask } from '../../core/ports/schedule.js';
import { scheduledTasks } from '../../core/schedule.js';
import { businessSettings, saveSettings } from '../../core/settings/index.js';
import { SYSTEM } from '../../core/tx.js';
import type { World } from '../../core/tx.js';
import { poll } from './poll.js';
import { startWorker } from './worker.js';
import type { WorkerParts } from './worker.js';
import { until } from '../../../test/until.js';

let bench: BareWorld;
let world: World;
let onCommitted = (_sinks: ReadonlySet<string>): void => undefined;

beforeAll(async () => {
  bench = await openBareWorld({ onCommitted: (sinks) => onCommitted(sinks) });
  ({ world } = bench);
});
afterAll(() => bench.close());

function start(parts: Partial<WorkerParts>) {
  return startWorker({
    tasks: [],
    jobs: {},
    openDrain: (queue) => createDrain({ world, log: silent, carriers: { job: jobCarrier(queue) } }),
    isSafeMode: async () => (await businessSettings(world.read)).safe_mode,
    directUrl: bench.database.ownerUrl,
    log: silent,
    ...parts,
  });
}

function job(name: string, data: Record<string, unknown> = {}) {
  return world.transact(async (tx) => enqueue(tx, { channel: 'job', template: name, occasion: 'test', subjectId: 's', recipient: '', data }));
}

describe('poll', () => {
  it('runs one at a time, at once when woken, again when more waits, and survives failures', async () => {
    let runs = 0;
    let atOnce = 0;
    let most = 0;
    const one = poll({
      name: 'test',
      everyMs: 60_000,
      log: silent,
      run: async () => {
        runs += 1;
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setTimeout(resolve, 5));
        atOnce -= 1;
        if (runs === 5) throw new Error('once');
        return runs < 3;
      },
    });
    await until(() => runs === 3);
    one.wake();
    one.wake();
    await until(() => runs === 4);
    await new Promise((resolve) => setTimeout(resolve, 20));
    one.wake();
    await until(() => runs === 5);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(runs).toBe(6);
    await one.stop();
    one.wake();
    expect(runs).toBe(6);
    expect(most).toBe(1);
  });
});

describe('the schedule', () => {
  it('gives every entry its run', async () => {
    const ran: string[] = [];
    const run = (name: string) => async () => void ran.push(name);
    const tasks = scheduledTasks({
      'seal-ledger': run('seal'), 'resolve-payments': run('resolve'), 'give-up-enrolments': () => Promise.resolve(), 'retry-inbox': run('retry'),
      'fail-silent-operations': run('silent'), 'forget-operations': run('forget'), 'forget-keys': async () => undefined, 'expire-points': run('expire'), 
      'forget-portal-sessions': run('portal'), 'forget-sign-ins': run('sign-ins'), 'forget-usage-reports': async () => undefined, 'release-credits': async () => undefined, 'expire-credits': async () => undefined, 'generate-recurring': async () => undefined, 'pursue-invoices': async () => undefined, 'top-up-credits': async () => undefined, 'read-book-ahead': async () => undefined,
    });
    for (const task of tasks) await task.run();
    expect(ran).toEqual(['seal', 'resolve', 'retry', 'silent', 'forget', 'sign-ins', 'expire', 'portal']);
    expect(tasks.map((task) => task.name)).toContain('seal-ledger');
  });
});

describe('the worker', () => {
  it('runs timers, and in safe mode only what reaches nobody outside', async () => {
    const counts = { inside: 0, outside: 0 };
    const task = (name: 'inside' | 'outside'): ScheduledTask => ({
      name, every: { seconds: 0.02 }, inSafeMode: name === 'inside', run: async () => void (counts[name] += 1),
    });
    await saveSettings(world, SYSTEM, { safe_mode: true });
    const worker = start({ tasks: [task('inside'), task('outside')] });
    await until(() => counts.inside >= 3);
    expect(counts.outside).toBe(0);
    await saveSettings(world, SYSTEM, { safe_mode: false });
    await until(() => counts.outside >= 3);
    await worker.stop(2_000);
    const { inside } = counts;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(counts.inside).toBe(inside);
  });

  it('carries job rows of the outbox to their run, woken by the commit', async () => {
    const seen: unknown[] = [];
    const worker = start({ jobs: { greet: async (data) => void seen.push(data) } });
    onCommitted = (sinks) => sinks.has('outbox') && worker.wakeDrain();
    await job('greet', { to: 'Łukasz' });
    await until(() => seen.length === 1);
    expect(seen).toEqual([{ to: 'Łukasz', subject_id: 's' }]);
    await worker.stop(2_000);
    onCommitted = () => undefined;
  });

  it('goes on after every connection was cut', async () => {
    let runs = 0;
    const seen: unknown[] = [];
    const worker = start({
      tasks: [{ name: 'beat', every: { seconds: 0.05 }, inSafeMode: true, run: async () => ((runs += 1), world.read.run({ name: 'one', text: 'SELECT 1' })) }],
      jobs: { after: async (data) => void seen.push(data) },
    });
    await until(() => runs > 2);
    await cutConnections();
    const before = runs;
    await until(() => runs > before + 3);
    await job('after', { cut: true });
    await until(() => seen.length === 1);
    expect(seen).toEqual([{ cut: true, subject_id: 's' }]);
    await worker.stop(3_000);
  });

  it('frees at once the jobs of a process that gave no sign of life', async () => {
    const seen: unknown[] = [];
    const first = start({ jobs: { heavy: async () => Promise.reject(new Error('first try fails')) } });
    await job('heavy', { n: 2 }).then(() => until(async () => Number((await owner('SELECT count(*) FROM graphile_worker.jobs WHERE attempts = 1')).rows[0].count) === 1));
    await first.stop(2_000);
    await owner(`UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '4 minutes', locked_by = 'a process that was killed', run_at = now()`);
    const second = start({ jobs: { heavy: async (data) => void seen.push(data) } });
    await until(() => seen.length === 1);
    expect(seen).toEqual([{ n: 2, subject_id: 's' }]);
    await second.stop(2_000);
  });

  it('stops within the grace time though a job hangs', async () => {
    let began = false;
    const worker = start({ jobs: { hang: () => ((began = true), new Promise(() => undefined)) } });
    await job('hang');
    await until(() => began);
    const started = performance.now();
    // The job never ends.
    await worker.stop(1_000);
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

async function owner(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client(bench.database.ownerUrl);
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

async function cutConnections(): Promise<void> {
  const client = new pg.Client(bench.database.superuserUrl);
  await client.connect();
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
  await client.end();
}
