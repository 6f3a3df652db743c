import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBareWorld, silentLog as silent } from '../../../test/bare-world.js';
import type { BareWorld } from '../../../test/bare-world.js';
import { isFailure } from '../../kernel/failure.js';
import { saveSettings } from '../settings/index.js';
import { SYSTEM } from '../tx.js';
import type { World } from '../tx.js';
import { createDrain, enqueue, outboxHealth, retryMessage } from './index.js';
import type { Carrier, Drain, DueMessage } from './index.js';
import { until } from '../../../test/until.js';

let bench: BareWorld;
let world: World;
let pool: BareWorld['pool'];

beforeAll(async () => {
  bench = await openBareWorld();
  ({ world, pool } = bench);
});
beforeEach(async () => {
  await pool.query('DELETE FROM outbox_messages');
});
afterAll(() => bench.close());

function put(count: number, recipient: (index: number) => string = (index) => `r${index}@example.test`, occasion = 'test') {
  return world.transact(async (tx) => {
    for (let index = 0; index < count; index++) {
      enqueue(tx, { channel: 'mail', template: 'payment_receipt', occasion, subjectId: String(index), recipient: recipient(index), data: { n: index } });
    }
  });
}

const sent: Carrier = async () => ({ outcome: 'sent' });

async function states(): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; count: bigint }>('SELECT state, count(*) FROM outbox_messages GROUP BY state');
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
}

/** Runs the drain until what is wanted has come. */
async function drained(drain: Drain, wanted: () => Promise<boolean>): Promise<void> {
  await until(async () => {
    await drain.run();
    return wanted();
  }, { said: async () => JSON.stringify(await states()) });
}

describe('enqueue', () => {
  it('writes a message once per template, occasion, subject and recipient', async () => {
    await Promise.all(Array.from({ length: 10 }, () => put(20)));
    expect(await states()).toEqual({ pending: 20 });
  });

  it('writes nothing when the transaction fails', async () => {
    await expect(world.transact(async (tx) => {
      enqueue(tx, { channel: 'mail', template: 't', occasion: 'o', subjectId: 's', recipient: 'r', data: {} });
      throw new Error('no');
    })).rejects.toThrow('no');
    expect(await states()).toEqual({});
  });

  it('stores what PostgreSQL would refuse, made harmless', async () => {
    await world.transact(async (tx) => {
      enqueue(tx, { channel: 'mail', template: 't', occasion: 'o', subjectId: 's', recipient: 'r', data: { name: 'a\u0000b\ud800c', 'k\u0000': 1n, good: '𝄞 Żółć' } });
    });
    const { rows } = await pool.query('SELECT data FROM outbox_messages');
    expect(rows[0].data).toEqual({ name: 'a\ufffdb\ufffdc', 'k\ufffd': '1', good: '𝄞 Żółć' });
  });
});

describe('the drain', () => {
  it('sends everything once and marks it', async () => {
    await put(100);
    const seen: string[] = [];
    const drain = createDrain({ world, log: silent, carriers: { mail: async (message) => (seen.push(message.id), { outcome: 'sent' }) } });
    await drained(drain, async () => (await states())['sent'] === 100);
    await drain.stop(1_000);
    expect(new Set(seen).size).toBe(100);
    expect(seen).toHaveLength(100);
    expect(await outboxHealth(world.read, world.clock.now())).toEqual({ pending: 0, failed: 0, lagSeconds: 0 });
  });

  it('shares the work between two processes without sending twice', async () => {
    await put(200);
    const seen: string[] = [];
    const slow: Carrier = async (message) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      seen.push(message.id);
      return { outcome: 'sent' };
    };
    const drains = [1, 2, 3].map(() => createDrain({ world, log: silent, carriers: { mail: slow }, slots: 8 }));
    await until(async () => {
      await Promise.all(drains.map((drain) => drain.run()));
      return (await states())['sent'] === 200;
    });
    await Promise.all(drains.map((drain) => drain.stop(1_000)));
    expect(seen).toHaveLength(200);
  });

  it('tries again 5 s, 30 s, ... 6 h after failures, then gives up visibly and can be asked again', async () => {
    await put(1);
    const drain = createDrain({ world, log: silent, carriers: { mail: async () => Promise.reject(new Error('451 later')) } });
    const waits: number[] = [];
    for (let failures = 1; failures <= 9; failures++) {
      await drained(drain, async () => (await attemptsOf()) === failures);
      const { rows } = await pool.query('SELECT next_attempt_at, state FROM outbox_messages');
      if (rows[0].state === 'failed') break;
      const wait = rows[0].next_attempt_at.getTime() - world.clock.now().getTime();
      waits.push(wait / 1_000);
      bench.advance(wait + 1);
    }
    await drain.stop(1_000);
    // Writing and looking take their time; no two steps are nearer than half of one.
    const steps = [5, 30, 120, 600, 1800, 3600, 10800, 21600];
    expect(waits.map((wait, i) => steps.find((step) => wait > step / 2 && wait <= step) ?? `${wait} s, of ${steps[i]}`)).toEqual(steps);
    expect(await states()).toEqual({ failed: 1 });
    const { rows } = await pool.query('SELECT id, last_error FROM outbox_messages');
    expect(rows[0].last_error).toBe('451 later');
    await world.transact((tx) => retryMessage(tx, SYSTEM, rows[0].id));
    expect(await states()).toEqual({ pending: 1 });
    await expect(world.transact((tx) => retryMessage(tx, SYSTEM, rows[0].id))).rejects.toSatisfy((e) => isFailure(e, 'resource_not_found'));
  });

  it('gives up at once on what is refused, and drops what is no longer true', async () => {
    await put(2);
    const carrier: Carrier = async (message) => (message.subjectId === '0' ? { outcome: 'refused', reason: 'no such mailbox' } : { outcome: 'dropped', reason: 'paid since' });
    const drain = createDrain({ world, log: silent, carriers: { mail: carrier } });
    await drained(drain, async () => ((await states())['pending'] ?? 0) === 0);
    await drain.stop(1_000);
    expect(await states()).toEqual({ failed: 1, dropped: 1 });
  });

  it('sends again, under the same id, what a process took and did not mark before it died', async () => {
    await put(5);
    const first: string[] = [];
    // This process dies between sending and marking: its carrier never comes back.
    const dead = createDrain({ world, log: silent, carriers: { mail: (message) => (first.push(message.id), new Promise(() => undefined)) } });
    await dead.run();
    expect(first).toHaveLength(5);
    const again: string[] = [];
    const alive = createDrain({ world, log: silent, carriers: { mail: async (message) => (again.push(message.id), { outcome: 'sent' }) } });
    await alive.run();
    expect(again).toHaveLength(0);
    bench.advance(30_001);
    await drained(alive, async () => (await states())['sent'] === 5);
    await alive.stop(1_000);
    expect(again.sort()).toEqual(first.sort());
  });

  it('lets one hanging recipient hold only his share of the slots', async () => {
    await put(40, () => 'slow@example.test', 'slow');
    await put(40);
    const carrier: Carrier = (message: DueMessage) => (message.recipient === 'slow@example.test' ? new Promise(() => undefined) : sent(message));
    const drain = createDrain({ world, log: silent, carriers: { mail: carrier }, slots: 8, attemptMs: 500 });
    await drained(drain, async () => (await states())['sent'] === 40);
    await drain.stop(1_000);
    expect((await states())['pending']).toBe(40);
  });

  it('sends nothing in safe mode, and goes on afterwards', async () => {
    await put(3);
    const drain = createDrain({ world, log: silent, carriers: { mail: sent } });
    await saveSettings(world, SYSTEM, { safe_mode: true });
    await drain.run();
    expect(await states()).toEqual({ pending: 3 });
    await saveSettings(world, SYSTEM, { safe_mode: false });
    await drained(drain, async () => (await states())['sent'] === 3);
    await drain.stop(1_000);
  });

  it('leaves messages of channels it has no carrier for, and stops within the grace time', async () => {
    await put(1);
    const other = createDrain({ world, log: silent, carriers: { sms: sent } });
    await other.run();
    expect(await states()).toEqual({ pending: 1 });
    const stuck = createDrain({ world, log: silent, carriers: { mail: () => new Promise(() => undefined) } });
    await stuck.run();
    const started = performance.now();
    await stuck.stop(200);
    // Not the 20 s that an attempt may take.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

async function attemptsOf(): Promise<number> {
  const { rows } = await pool.query('SELECT attempts FROM outbox_messages');
  return rows[0].attempts;
}
