import { describe, expect, test } from 'vitest';
import { runDeliveries } from './deliveries.js';
import type { DeliveriesResult } from './deliveries.js';
import { CREDITS } from './deliveries/credits.js';
import { INVOICES } from './deliveries/invoices.js';
import type { Fate } from './deliveries/payer.js';
import { PROGRAMS } from './deliveries/programs.js';
import { playUntilRed } from './play-until-red.js';

const full = process.env['PAYDESK_FULL'] === '1';

function expectTheSame(result: DeliveriesResult): void {
  expect(result.differences).toEqual([]);
  expect(result.outOfOrder).toBe(result.inOrder);
  expect(result.quarrels).toEqual([]);
  expect(result.once.wrong).toEqual([]);
  expect(result.findings).toEqual([]);
}

/** Without the keys, what meets at the right moment happens more than once: each of these. */
async function expectMore(things: readonly string[], fates: readonly Fate[]): Promise<void> {
  const play = async () => (await runDeliveries({ fates, events: 30, deliveries: 600, forgeries: 0, planted: true })).once.wrong;
  await playUntilRed(play, things.map((thing) => new RegExp(`^${thing}: (?!0 )`)));
}

describe('events of invoices', () => {
  const size = full ? { events: 1_000, deliveries: 10_000, forgeries: 500 } : { events: 120, deliveries: 1_000, forgeries: 60 };

  test(`${size.events} and more, delivered ${size.deliveries} times in any order, end as in order; of ${size.forgeries} forgeries none is accepted`, async () => {
    const result = await runDeliveries({ ...size, fates: INVOICES });
    expectTheSame(result);
    expect([...result.answers]).toEqual([[200, size.deliveries]]);
    // 431: a header too long to be read at all
    expect([...result.forgeryAnswers.keys()].filter((status) => status !== 400 && status !== 431)).toEqual([]);
    expect([...result.forgeryAnswers.values()].reduce((sum, count) => sum + count, 0)).toBe(size.forgeries);
  });

  test('endpoints of older API versions end the same, told of refunds by their charge alone', async () => {
    expectTheSame(await runDeliveries({ ...size, fates: INVOICES, forgeries: 0, olderEndpoint: true }));
  });

  test('without the unique keys the same run shows it', async () => {
    await expectMore(['receipt', 'settlement in the book'], [INVOICES[1]!]);
  });
});

describe('events of checkouts and of credits', () => {
  const fates = [...PROGRAMS, ...CREDITS];
  // Charges, refunds and disputes tell of theirs besides: about as many again.
  const size = full ? { events: 500, deliveries: 11_000, least: 5_000 } : { events: 80, deliveries: 650, least: 250 };
  const run = { fates, counting: /^(checkout\.session|payment_intent)\./, forgeries: 0 };

  test(`${size.events} and more, delivered ${size.least} times and more in any order, end as in order: one enrolment, one grant, one letter`, async () => {
    const result = await runDeliveries({ ...run, ...size });
    process.stderr.write(`${result.events} events of checkouts and intents delivered ${result.delivered} times (with all others ${result.all}, ${size.deliveries} times): ${JSON.stringify(result.once.counts)}\n`);
    expectTheSame(result);
    expect([...result.answers]).toEqual([[200, size.deliveries]]);
    expect(result.delivered).toBeGreaterThanOrEqual(size.least);
  });

  test('without the unique keys the same run shows every one of them twice', async () => {
    await expectMore(['letter of an enrolment', 'grant', 'settlement in the book'], [PROGRAMS[1]!, CREDITS[1]!]);
  });
});
