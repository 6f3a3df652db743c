import { expect, test } from 'vitest';
import { runDeliveries } from './deliveries.js';

const full = process.env['PAYDESK_FULL'] === '1';
const size = full ? { events: 1_000, deliveries: 10_000, forgeries: 500 } : { events: 120, deliveries: 1_000, forgeries: 60 };

test(`${size.events} events and more, delivered ${size.deliveries} times in any order, end as in order; of ${size.forgeries} forgeries none is accepted`, async () => {
  const result = await runDeliveries(size);
  expect(result.differences).toEqual([]);
  expect(result.outOfOrder).toBe(result.inOrder);
  expect(result.quarrels).toEqual([]);
  expect([...result.answers]).toEqual([[200, size.deliveries]]);
  // 431: a header too long to be read at all
  expect([...result.forgeryAnswers.keys()].filter((status) => status !== 400 && status !== 431)).toEqual([]);
  expect([...result.forgeryAnswers.values()].reduce((sum, count) => sum + count, 0)).toBe(size.forgeries);
});

test('endpoints of older API versions end the same, told of refunds by their charge alone', async () => {
  const result = await runDeliveries({ ...size, forgeries: 0, olderEndpoint: true });
  expect(result.differences).toEqual([]);
  expect(result.quarrels).toEqual([]);
  expect(result.outOfOrder).toBe(result.inOrder);
});

test('without the unique keys the same run shows it', async () => {
  const result = await runDeliveries({ events: 120, deliveries: 500, forgeries: 0, planted: true });
  expect(result.differences).not.toEqual([]);
});
