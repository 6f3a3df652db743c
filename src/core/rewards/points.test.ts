import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seeded } from '../../../test/random.js';
import { unspent } from './expiry.js';
import { matchPoints, pointsFor } from './points.js';

const RUNS = 10_000;

/** An expectation inside of a property: half a million of them must not take a minute. */
function must(held: boolean, what: string): void {
  if (!held) throw new Error(what);
}

const { seed } = seeded('points of invoices');

/** One invoice as its payments, refunds, disputes leave it. */
interface Bill { paid: bigint; refunded: bigint; disputed: bigint; points: bigint }

const step = fc.record({
  bill: fc.nat({ max: 2 }),
  what: fc.constantFrom('pay', 'refund', 'owe again', 'dispute', 'win', 'redeem'),
  part: fc.bigInt({ min: 1n, max: 1_000_000n }),
  together: fc.boolean(),
});

/** What a step changes of a bill; never more than there is. */
function apply(bill: Bill, what: string, part: bigint): void {
  const left = bill.paid - bill.refunded - bill.disputed;
  const some = left > 0n ? (part % left) + 1n : 0n;
  if (what === 'pay') bill.paid += part;
  if (what === 'refund') bill.refunded += some;
  if (what === 'owe again') bill.paid -= some;
  if (what === 'dispute') bill.disputed += some;
  if (what === 'win' && bill.disputed > 0n) bill.disputed -= (part % bill.disputed) + 1n;
}

it('are a tenth of the net cents, rounded down, after every amount and history of refunds, and only a clawback goes below zero', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
    const bills: Bill[] = Array.from({ length: 3 }, () => ({ paid: 0n, refunded: 0n, disputed: 0n, points: 0n }));
    let waiting: { invoiceId: string; netPaid: bigint; pointsBefore: bigint; pointsPerDollar: number | null }[] = [];
    let balance = 0n;
    let redeemed = 0n;
    let booked = 0n;
    const settle = (): void => {
      for (const { event, target, delta } of matchPoints(waiting, 10)) {
        must(delta !== 0n, 'nothing is booked');
        const bill = bills[Number(event.invoiceId)]!;
        must(bill.points + delta === target, 'the difference is booked');
        must(balance + delta >= 0n || delta < 0n || balance < 0n, 'below zero without a clawback');
        bill.points = target;
        balance += delta;
        booked += delta;
      }
      waiting = [];
    };
    for (const { bill: index, what, part, together } of steps) {
      const bill = bills[index]!;
      if (what === 'redeem') {
        settle();
        if (balance >= part) [balance, redeemed] = [balance - part, redeemed + part];
        continue;
      }
      const before = bill.points;
      apply(bill, what, part);
      waiting.push({ invoiceId: String(index), netPaid: bill.paid - bill.refunded - bill.disputed, pointsBefore: before, pointsPerDollar: null });
      // Several changes may come in one transaction; each is booked against the one before.
      if (!together) settle();
    }
    settle();
    for (const bill of bills) must(bill.points === (bill.paid - bill.refunded - bill.disputed) / 10n, `${bill.points} points`);
    must(balance === bills.reduce((sum, bill) => sum + bill.points, 0n) - redeemed, `a balance of ${balance}`);
    must(booked === balance + redeemed, `${booked} booked`);
  }), { numRuns: RUNS, seed });
});

it('of an invoice stay at the rate at which it first earned, whatever the setting is later', () => {
  const change = (netPaid: bigint, pointsBefore: bigint, pointsPerDollar: number | null) => ({ invoiceId: 'i', netPaid, pointsBefore, pointsPerDollar });
  expect(matchPoints([change(20_000n, 1_000n, 10)], 1)).toMatchObject([{ rate: 10, target: 2_000n, delta: 1_000n }]);
  expect(matchPoints([change(9_900n, 1_000n, 10)], 0)).toMatchObject([{ rate: 10, target: 990n, delta: -10n }]);
  expect(matchPoints([change(10_000n, 0n, null)], 1)).toMatchObject([{ rate: 1, target: 100n, delta: 100n }]);
});

it('count whole points of whole rates', () => {
  expect([0n, 9n, 10n, 99n, 100n, 18_500n, -500n].map((cents) => pointsFor(cents, 10))).toEqual([0n, 0n, 1n, 9n, 10n, 1_850n, 0n]);
  expect(pointsFor(199n, 1)).toBe(1n);
});

it('expire oldest first, never twice, never more than there are', () => {
  const at = (day: number) => new Date(day * 86_400_000);
  fc.assert(fc.property(
    fc.array(fc.record({ points: fc.bigInt({ min: 1n, max: 500n }), day: fc.nat({ max: 100 }) }), { maxLength: 8 }), fc.bigInt({ min: 0n, max: 2_000n }), fc.nat({ max: 110 }),
    (made, wish, cutoffDay) => {
      const lots = made.map(({ points, day }, i) => ({ invoiceId: String(i), points, expired: 0n, earnedAt: at(day) })).sort((a, b) => a.earnedAt.getTime() - b.earnedAt.getTime());
      const earned = lots.reduce((sum, lot) => sum + lot.points, 0n);
      const redeemed = wish > earned ? earned : wish;
      const sum = (some: readonly { points: bigint }[]) => some.reduce((total, lot) => total + lot.points, 0n);
      const expired = sum(unspent(lots, { redeemed, expired: 0n }).filter((lot) => lot.earnedAt < at(cutoffDay)));
      // The same, one lot after the other.
      let toSpend = redeemed;
      let expected = 0n;
      for (const lot of lots) {
        const spent = toSpend < lot.points ? toSpend : lot.points;
        toSpend -= spent;
        if (lot.earnedAt < at(cutoffDay)) expected += lot.points - spent;
      }
      must(expired === expected, `${expired} expired, ${expected} were old`);
      const gone = new Map(unspent(lots, { redeemed, expired: 0n }).filter((lot) => lot.earnedAt < at(cutoffDay)).map((lot) => [lot.invoiceId, lot.points]));
      const after = lots.map((lot) => ({ ...lot, expired: gone.get(lot.invoiceId) ?? 0n }));
      const rest = unspent(after, { redeemed, expired });
      // As books from before the expiry named its invoices have it.
      const said = (some: ReturnType<typeof unspent>) => some.map((lot) => `${lot.invoiceId}: ${lot.points}`).join();
      must(said(unspent(lots, { redeemed, expired })) === said(rest), 'a book that does not name the invoices says something else');
      must(rest.every((lot) => lot.earnedAt >= at(cutoffDay)), 'what is too old is left, and expires twice');
      must(sum(rest) === earned - redeemed - expired, 'points without an end');
    },
  ), { numRuns: RUNS, seed });
});
