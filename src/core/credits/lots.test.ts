import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../../test/random.js';
import { availableIn, burnOrder, clawTo, expiring, isExpired, moveParts, payDebt, planBurn, remainingOf, sumOf, targetFor } from './lots.js';
import type { Lot, Wallet } from './lots.js';

const RUNS = 10_000;
const { seed } = seeded('lots of credits');
const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

function must(held: boolean, what: string): void {
  if (!held) throw new Error(what);
}

let made = 0;
function lot(change: Partial<Lot> = {}): Lot {
  return {
    id: `lot-${String((made += 1)).padStart(6, '0')}`, userId: 'u', purchaseId: null, paymentId: null, reason: null, currency: 'USD', amount: 100n, spent: 0n, held: 0n, expired: 0n, clawedBack: 0n, clawbackTarget: 0n,
    priority: 100, expiresAt: null, createdAt: new Date(START), ...change,
  };
}
const wallet = (...lots: Lot[]): Wallet => ({ userId: 'u', currency: 'USD', debt: 0n, lots });

describe('burning', () => {
  it('takes priority, then the earliest end, then age: never out of order, never more than there is', () => {
    const lots = fc.array(fc.record({ amount: fc.bigInt({ min: 1n, max: 500n }), priority: fc.nat({ max: 2 }), ends: fc.option(fc.integer({ min: -3, max: 6 })), age: fc.nat({ max: 4 }) }), { maxLength: 7 });
    fc.assert(fc.property(lots, fc.bigInt({ min: 0n, max: 2_500n }), (given, wanted) => {
      const now = new Date(START + 10 * DAY);
      const mine = wallet(...given.map(({ amount, priority, ends, age }) => lot({ amount, priority, expiresAt: ends === null ? null : new Date(now.getTime() + ends * DAY), createdAt: new Date(START + age * DAY) })));
      const parts = planBurn(mine, wanted, now);
      const available = availableIn(mine, now);
      must(sumOf(parts) === (wanted < available ? wanted : available), 'not what is there');
      const byId = new Map(mine.lots.map((one) => [one.id, one]));
      const taken = parts.map((part) => ({ part, from: byId.get(part.lotId)! }));
      must(taken.every(({ part, from }) => part.amount > 0n && part.amount <= remainingOf(from) && !isExpired(from, now)), 'a part is more than its lot, or of one that ended');
      must(taken.slice(0, -1).every(({ part, from }) => part.amount === remainingOf(from)), 'a later lot burns while an earlier one lasts');
      const spared = mine.lots.filter((one) => !isExpired(one, now) && !parts.some((part) => part.lotId === one.id));
      must(sumOf(parts) === 0n || spared.every((one) => taken.every(({ from }) => burnOrder(from, one) < 0)), 'a lot was passed over');
    }), { numRuns: RUNS, seed });
  });

  it('is, by hand: what ends first, and the gift before the bought', () => {
    const now = new Date(START);
    const [late, soon, gift, ended] = [lot({ expiresAt: new Date(START + 9 * DAY) }), lot({ expiresAt: new Date(START + 2 * DAY) }), lot({ priority: 10 }), lot({ priority: 0, expiresAt: now })];
    expect(planBurn(wallet(late, soon, gift, ended), 250n, now)).toEqual([{ lotId: gift.id, amount: 100n }, { lotId: soon.id, amount: 100n }, { lotId: late.id, amount: 50n }]);
  });
});

/** What a wallet goes through, as the verbs do it. `paid`: the money of each lot that is still there. */
interface History { wallet: Wallet; now: Date; holds: { lotId: string; amount: bigint }[][]; returned: Map<string, bigint> }

const step = fc.record({ what: fc.constantFrom('buy', 'gift', 'spend', 'hold', 'commit', 'void', 'refund', 'dispute', 'win', 'wait', 'take'), amount: fc.bigInt({ min: 1n, max: 400n }), which: fc.nat({ max: 5 }), days: fc.nat({ max: 5 }) });

function sweep(history: History): void {
  history.wallet = moveParts(history.wallet, 'expired', expiring(history.wallet, history.now));
}

function apply(history: History, { what, amount, which, days }: { what: string; amount: bigint; which: number; days: number }): void {
  sweep(history);
  const { now } = history;
  if (what === 'wait') history.now = new Date(now.getTime() + days * DAY);
  if (what === 'buy' || what === 'gift') {
    const one = lot({ amount, priority: 100 - which, expiresAt: days === 0 ? null : new Date(now.getTime() + days * DAY), createdAt: now });
    history.wallet = payDebt({ ...history.wallet, lots: [...history.wallet.lots, one] });
    if (what === 'buy') history.returned.set(one.id, 0n);
  }
  if (what === 'spend' || what === 'hold' || what === 'take') {
    const parts = planBurn(history.wallet, amount, now);
    if (history.wallet.debt > 0n || sumOf(parts) < amount) return;
    history.wallet = moveParts(history.wallet, what === 'spend' ? 'spent' : what === 'take' ? 'clawedBack' : 'held', parts);
    if (what === 'hold') history.holds.push(parts);
  }
  if ((what === 'commit' || what === 'void') && history.holds.length > 0) {
    const [parts] = history.holds.splice(which % history.holds.length, 1);
    const freed = moveParts(history.wallet, 'held', parts!.map((part) => ({ ...part, amount: -part.amount })));
    history.wallet = payDebt(what === 'commit' ? moveParts(freed, 'spent', parts!) : freed);
    sweep(history);
  }
  if ((what === 'refund' || what === 'dispute' || what === 'win') && history.returned.size > 0) {
    const id = [...history.returned.keys()][which % history.returned.size]!;
    const one = history.wallet.lots.find((known) => known.id === id)!;
    const before = history.returned.get(id)!;
    const after = what === 'win' ? before - (amount > before ? before : amount) : before + (amount > one.amount - before ? one.amount - before : amount);
    history.returned.set(id, after);
    history.wallet = payDebt(clawTo(history.wallet, id, targetFor(one, one.amount, after)).wallet);
  }
}

describe('any history', () => {
  it('keeps Σ grants = spent + held + remaining + expired + clawed back, owes only what a clawback did not find, and holds nothing while it owes', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const history: History = { wallet: wallet(), now: new Date(START), holds: [], returned: new Map() };
      let takenByHand = 0n;
      for (const one of steps) {
        const before = history.wallet.lots.reduce((sum, each) => sum + each.clawedBack, 0n);
        apply(history, one);
        if (one.what === 'take') takenByHand += history.wallet.lots.reduce((sum, each) => sum + each.clawedBack, 0n) - before;
        const { lots, debt } = history.wallet;
        const sum = (of: (one: Lot) => bigint) => lots.reduce((total, each) => total + of(each), 0n);
        for (const each of lots) for (const place of ['spent', 'held', 'expired', 'clawedBack'] as const) must(each[place] >= 0n, `${place} of a lot is ${each[place]}`);
        must(lots.every((each) => remainingOf(each) >= 0n), 'a lot has less than nothing');
        must(debt === 0n || sum(remainingOf) === 0n, `owes ${debt} with ${sum(remainingOf)} at hand`);
        must(sum((each) => each.clawedBack) + debt === sum((each) => each.clawbackTarget) + takenByHand, 'what was clawed back is not what went back');
        must(sum((each) => each.held) === history.holds.reduce((total, parts) => total + sumOf(parts), 0n), 'held is not what the holds hold');
      }
    }), { numRuns: RUNS, seed });
  });

  it('claws back in proportion and to the end, in any number of steps', () => {
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 100_000n }), fc.bigInt({ min: 0n, max: 50_000n }), fc.array(fc.bigInt({ min: 1n, max: 20_000n }), { maxLength: 8 }), (received, gift, refunds) => {
      const one = { amount: received + gift };
      let [returned, before] = [0n, 0n];
      for (const refund of refunds) {
        const step = refund > received - returned ? received - returned : refund;
        returned += step;
        const target = targetFor(one, received, returned);
        must(target - before >= step, 'less credits went back than money');
        must(target <= one.amount, 'more went back than was granted');
        before = target;
      }
      must(targetFor(one, received, received) === one.amount && targetFor(one, received, 0n) === 0n, 'the ends');
    }), { numRuns: RUNS, seed });
  });
});
