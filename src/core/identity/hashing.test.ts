import { describe, expect, it } from 'vitest';
import { openGate, openHashing } from './hashing.js';

describe('gate', () => {
  it('lets a few work at a time, in order, and refuses when too many wait', async () => {
    const gate = openGate(2, 3);
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const work = (index: number) => async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      order.push(index);
    };
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => gate(work(index))));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(results.slice(5)).toMatchObject(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: { code: 'throttled' } })));
    await expect(gate(async () => 'free again')).resolves.toBe('free again');
  });

  it('stays open when work fails', async () => {
    const gate = openGate(1, 10);
    const failing = Array.from({ length: 5 }, () => gate(async () => { throw new Error('no'); }));
    expect((await Promise.allSettled(failing)).every((result) => result.status === 'rejected')).toBe(true);
    await expect(gate(async () => 1)).resolves.toBe(1);
  });
});

describe('hashing', () => {
  const hashing = openHashing(2);

  it('is argon2id as wide as it should be', async () => {
    const stored = await hashing.hash('quite long and rare 7');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashing.verify(stored, 'quite long and rare 7')).toBe(true);
    expect(await hashing.verify(stored, 'quite long and rare 8')).toBe(false);
  });

  it('says no to whoever has no password, whatever is typed', async () => {
    expect(await hashing.verify(null, 'nobody has this password')).toBe(false);
    expect(await hashing.verify(null, '')).toBe(false);
  });
});
