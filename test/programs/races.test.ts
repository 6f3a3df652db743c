import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { returnFromCheckout } from '../../src/core/programs/index.js';
import type { Program } from '../../src/core/programs/index.js';
import { insertPurchase } from '../../src/core/programs/purchases-store.js';
import { countPlaces } from '../../src/core/programs/programs-store.js';
import { hasClassRepPlace, hasSeat } from '../../src/core/programs/program.js';
import { priceOf } from '../../src/core/programs/price.js';
import { newHexId, newId } from '../../src/kernel/ids.js';
import { seeded } from '../random.js';
import { openStage } from './stage.js';
import type { Learner, Stage } from './stage.js';

const AT_ONCE = 20;
const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 100 : 10;
const REFUSALS = ['program_full', 'class_reps_full', 'already_enrolled', 'payment_in_progress'];

let stage: Stage;
const random = seeded('enrolments at once');
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A machine under load may hold a lock for longer than anybody waits: who waited in vain asks again. */
async function persist<T>(wish: () => Promise<T>, tries = 5): Promise<T> {
  return wish().catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== '55P03' || tries === 1) throw error;
    return persist(wish, tries - 1);
  });
}

/** Everything in the same turn; answers decide nothing, but nothing may break. */
async function allAtOnce(wishes: readonly (() => Promise<unknown>)[]): Promise<void> {
  const codes = (await Promise.allSettled(random.shuffle([...wishes]).map((wish) => persist(wish)))).flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : []));
  expect(codes.filter((code) => !REFUSALS.includes(code))).toEqual([]);
}

/** Counted in the database: orders that hold a place, and all there are. */
async function held(program: Program): Promise<{ live: number; reps: number; all: number }> {
  const rows = await stage.t.world.read.db.selectFrom('purchases').select(['live', 'is_class_rep']).where('program_id', '=', program.id).execute();
  const live = rows.filter((row) => row.live);
  return { live: live.length, reps: live.filter((row) => row.is_class_rep).length, all: rows.length };
}

/** Counted at the sandbox: pages that could be paid, and charges that went through. */
async function atSandbox(program: Program): Promise<{ open: number; paid: number }> {
  const { data } = await stage.control<{ data: { status: string; payment_status: string; success_url: string; cancel_url: string }[] }>('GET', 'checkout_sessions');
  const mine = data.filter((one) => one.cancel_url.includes(program.publicId));
  return { open: mine.filter((one) => one.status === 'open').length, paid: mine.filter((one) => one.payment_status === 'paid').length };
}

async function learners(count: number): Promise<Learner[]> {
  return Promise.all(Array.from({ length: count }, () => stage.learner()));
}

/** The planted bug: counts, then writes, and nobody waits for anybody. */
function carelessly(learner: Learner, program: Program, isClassRep: boolean): () => Promise<void> {
  return () => stage.t.world.transact(async (tx) => {
    const places = await countPlaces(tx, program.id);
    if (!hasSeat(program, places) || (isClassRep && !hasClassRepPlace(program, places))) return;
    await insertPurchase(tx, {
      id: newId(), publicId: newHexId(), orderNumber: `ORD-20000101-${newId()}`, userId: learner.userId, customerId: null, program,
      price: { ...priceOf({ ...program, classRepDiscount: program.price }, true, tx.now), isClassRep }, state: 'completed', paymentId: null, holdUntil: null, billingName: 'A', billingEmail: 'a@example.com',
    });
  });
}

describe(`enrolments at once, ${ROUNDS} × ${AT_ONCE}`, () => {
  it('one user, twenty tabs, all of them paid: one order, one page, one charge, one letter', { timeout: 300_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [learner, program] = [await stage.learner(), await stage.program()];
      const tab = async () => {
        const url = await stage.enrol(learner, program);
        const { location } = await stage.pay(url);
        const session = location === null ? null : new URL(location).searchParams.get('session');
        if (session) await returnFromCheckout(stage.t.world, { userId: learner.userId, session });
      };
      await allAtOnce([...Array.from({ length: AT_ONCE - 1 }, () => tab), () => stage.deliver()]);
      await stage.deliver();
      expect(await held(program)).toEqual({ live: 1, reps: 0, all: 1 });
      expect(await atSandbox(program)).toEqual({ open: 0, paid: 1 });
      expect((await stage.mails()).filter((mail) => mail.recipient === learner.email).map((mail) => mail.template)).toEqual(['enrolment_confirmed']);
    }
  });

  it('one user who cannot decide: one live order, and no page but its own that could be paid', { timeout: 300_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [learner, program] = [await stage.learner(), await stage.program({ classRepDiscount: 900n })];
      await allAtOnce(Array.from({ length: AT_ONCE }, (_, i) => () => stage.enrol(learner, program, i % 2 === 0)));
      expect((await held(program)).live).toBeLessThanOrEqual(1);
      expect((await atSandbox(program)).open).toBe((await held(program)).live);
    }
  });

  it('the last seat is taken once', { timeout: 300_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [program, crowd] = [await stage.program({ seats: 1 }), await learners(AT_ONCE)];
      await allAtOnce(crowd.map((learner) => () => stage.enrol(learner, program)));
      expect(await held(program)).toEqual({ live: 1, reps: 0, all: 1 });
      expect(await atSandbox(program)).toEqual({ open: 1, paid: 0 });
    }
  });

  it('the last place of a class representative is taken once', { timeout: 300_000 }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [program, crowd] = [await stage.program({ classRepLimit: 1, classRepDiscount: 500n }), await learners(AT_ONCE)];
      await allAtOnce(crowd.map((learner, i) => () => stage.enrol(learner, program, i % 4 !== 0)));
      expect((await held(program)).reps).toBe(1);
    }
  });

  it('without the lock of the program, the same counting sells a seat twice', { timeout: 300_000 }, async () => {
    let oversold = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const [program, crowd] = [await stage.program({ seats: 1, classRepLimit: 1 }), await learners(AT_ONCE)];
      await Promise.all(crowd.map((learner) => carelessly(learner, program, true)()));
      if ((await held(program)).live > 1) oversold += 1;
    }
    expect(oversold).toBeGreaterThan(0);
  });
});
