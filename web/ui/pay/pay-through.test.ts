import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '../../client.js';
import type { Outcome } from './outcome.js';
import { payThrough, type Way } from './pay-through.js';

const secret = 'pi_1_secret_abc';
const way = (part: Partial<Way> = {}): Way => ({ open: async () => ({ client_secret: secret }), returnUrl: 'https://pay.example/back', onDone: async () => undefined, ...part });
const ends = (outcome: Outcome) => async () => outcome;
const breaks = async () => { throw new TypeError('broken'); };
const unreachable = async () => { throw new ApiError(0, 'unreachable', 'Paydesk cannot be reached.', null, null); };

beforeEach(() => void vi.stubGlobal('sessionStorage', { setItem: () => undefined, getItem: () => null }));
afterEach(() => void vi.unstubAllGlobals());

it('says of a payment that went through and could not be looked at that it is unseen, and looks again', async () => {
  let looks = 0;
  const onDone = async () => { if (++looks === 1) await unreachable(); };
  const end = await payThrough(way({ onDone }), ends({ kind: 'done', intentId: 'pi_1' }));
  expect(end.kind).toBe('unseen');
  if (end.kind === 'unseen') await end.look();
  expect(looks).toBe(2);
});

it('takes what breaks while it is confirmed for perhaps paid, and a card for not kept', async () => {
  const done: unknown[] = [];
  const onDone = async (...told: unknown[]) => void done.push(...told);
  expect(await payThrough(way({ onDone }), breaks)).toEqual({ kind: 'seen' });
  expect(done).toEqual([{ opened: { client_secret: secret }, intentId: 'pi_1' }]);
  expect((await payThrough(way({ open: async () => ({ client_secret: 'seti_1_secret_abc' }) }), breaks)).kind).toBe('refused');
});

it('says whatever keeps it from being opened', async () => {
  expect(await payThrough(way({ open: unreachable }), breaks)).toEqual({ kind: 'refused', message: 'Paydesk cannot be reached.' });
  expect((await payThrough(way({ open: breaks }), breaks)).kind).toBe('refused');
});

it('keeps a refusal, also where the look after it fails', async () => {
  const refused: Outcome = { kind: 'refused', message: 'Your card was declined.' };
  expect(await payThrough(way({ onDone: unreachable }), ends(refused))).toEqual(refused);
});
