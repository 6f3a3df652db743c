import { expect, it } from 'vitest';
import { eachApart } from './each-apart.js';
import { Failure } from './failure.js';

const failing = (error: Error, done: string[]) => async (id: string) => {
  if (id === 'b') throw error;
  done.push(id);
};

it.each([new TypeError('a mistake of ours'), new Failure('payment_declined'), new Failure('database_busy')])('one that fails of %s stops nobody', async (error) => {
  const done: string[] = [];
  expect(await eachApart(['a', 'b', 'c'], failing(error, done))).toEqual([{ id: 'b', error }]);
  expect(done).toEqual(['a', 'c']);
});

it.each(['database_unavailable', 'safe_mode'] as const)('nobody is tried any more while it is %s', async (code) => {
  const done: string[] = [];
  await expect(eachApart(['a', 'b', 'c'], failing(new Failure(code), done))).rejects.toMatchObject({ code });
  expect(done).toEqual(['a']);
});
