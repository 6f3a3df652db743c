import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBareWorld, silentLog } from '../../../test/bare-world.js';
import type { BareWorld } from '../../../test/bare-world.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { newId } from '../../kernel/ids.js';
import { SYSTEM } from '../tx.js';
import { cancelOperation, failSilentOperations, finishOperation, forgetOperations, readOperation, startOperation, trackOperation } from './index.js';

let bench: BareWorld;
beforeAll(async () => {
  bench = await openBareWorld();
});
afterAll(() => bench.close());

const missing = (error: unknown) => isFailure(error, 'operation_not_found');
const track = (work: Parameters<typeof trackOperation>[3], startedBy: string | null = null) =>
  trackOperation(bench.world, silentLog, { kind: 'test', startedBy, total: 10 }, work);

describe('operations', () => {
  it('keep progress and result', async () => {
    const userId = newId();
    let midway: unknown;
    const { id, ended } = await track(async (report) => {
      await report(4, 'four of ten');
      midway = await readOperation(bench.world.read, id, userId);
      return { file: 'x.csv', rows: 10n };
    }, userId);
    await ended;
    expect(midway).toMatchObject({ state: 'running', done: 4, total: 10, message: 'four of ten' });
    expect(await readOperation(bench.world.read, id, userId)).toMatchObject({ state: 'succeeded', result: { file: 'x.csv', rows: '10' } });
    await expect(readOperation(bench.world.read, id, newId())).rejects.toSatisfy(missing);
    await expect(readOperation(bench.world.read, 'x')).rejects.toSatisfy(missing);
  });

  it('show the code of a Failure and nothing of other errors', async () => {
    const refused = await track(async () => {
      throw new Failure('amount_invalid');
    });
    const broken = await track(async () => {
      throw new Error('password=hunter2');
    });
    await Promise.all([refused.ended, broken.ended]);
    expect(await readOperation(bench.world.read, refused.id)).toMatchObject({ state: 'failed', message: 'amount_invalid' });
    expect(await readOperation(bench.world.read, broken.id)).toMatchObject({ state: 'failed', message: 'failed' });
  });

  it('stop at the next step when canceled, and stay canceled', async () => {
    let steps = 0;
    const { id, ended } = await track(async (report) => {
      for (; steps < 1_000; steps++) await report(steps, `step ${steps}`);
    });
    await bench.world.transact((tx) => cancelOperation(tx, SYSTEM, id));
    await ended;
    expect(steps).toBeLessThan(1_000);
    expect(await bench.world.transact((tx) => finishOperation(tx, id))).toBe(false);
    expect((await readOperation(bench.world.read, id)).state).toBe('canceled');
    await bench.world.transact((tx) => cancelOperation(tx, SYSTEM, id));
    await expect(bench.world.transact((tx) => cancelOperation(tx, SYSTEM, newId()))).rejects.toSatisfy(missing);
  });

  it('count as interrupted after two silent minutes and are forgotten after 30 days', async () => {
    const id = await bench.world.transact((tx) => startOperation(tx, { kind: 'test', startedBy: null }));
    expect(await failSilentOperations(bench.world)).toBe(0);
    bench.advance(121_000);
    expect(await failSilentOperations(bench.world)).toBe(1);
    expect(await readOperation(bench.world.read, id)).toMatchObject({ state: 'failed', message: 'interrupted' });
    bench.advance(31 * 86_400_000);
    await forgetOperations(bench.world);
    await expect(readOperation(bench.world.read, id)).rejects.toSatisfy(missing);
  });
});
