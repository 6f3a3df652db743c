import { expect, it } from 'vitest';
import { ApiError } from './client.js';
import { carryOnce } from './once.js';

it('repeats an order under its key after silence, and under another after a refusal or once it is done', async () => {
  const keys: string[] = [];
  const carry = carryOnce();
  const tell = (end?: ApiError) => carry({ amount: 5 }, async (_order, key) => {
    keys.push(key);
    if (end) throw end;
  }).catch(() => undefined);
  const said = (status: number, code: string) => new ApiError(status, code, 'said', null, null);
  for (const end of [said(0, 'unreachable'), said(502, 'http_502'), said(409, 'credits_insufficient'), undefined, undefined]) await tell(end);
  const [first, again, afterSilence, afterRefusal, afterSuccess] = keys;
  expect([again, afterSilence]).toEqual([first, first]);
  expect(new Set([first, afterRefusal, afterSuccess]).size).toBe(3);
});

it('keeps different orders apart', async () => {
  const carry = carryOnce();
  const keys: string[] = [];
  for (const amount of [1, 2, 1]) await carry({ amount }, async (_order, key) => { keys.push(key); throw new TypeError('broken'); }).catch(() => undefined);
  expect([keys[0] === keys[2], keys[0] === keys[1]]).toEqual([true, false]);
});
