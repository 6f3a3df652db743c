import { describe, expect, it } from 'vitest';
import { allOrNothing, inLanes } from './all-or-nothing.js';

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('all or nothing', () => {
  it('gives every answer in its place, and a failure only after the rest has ended', async () => {
    expect(await allOrNothing([soon().then(() => 1), 'two'])).toEqual([1, 'two']);
    let ended = false;
    await expect(allOrNothing([Promise.reject(new Error('no')), soon().then(() => { ended = true; })])).rejects.toThrow('no');
    expect(ended).toBe(true);
  });
});

describe('lanes', () => {
  it('begin in order, so many at a time, each item once', async () => {
    const begun: number[] = [];
    let [running, most] = [0, 0];
    await inLanes([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      begun.push(item);
      most = Math.max(most, ++running);
      await soon();
      running -= 1;
    });
    expect({ begun, most }).toEqual({ begun: [1, 2, 3, 4, 5, 6, 7], most: 3 });
  });

  it('begin nothing more after a failure, and end what they are at', async () => {
    const ended: number[] = [];
    await expect(inLanes([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('no');
      await soon();
      ended.push(item);
    })).rejects.toThrow('no');
    expect(ended).toEqual([2]);
  });
});
