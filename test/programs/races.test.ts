import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { returnFromCheckout } from '../../src/core/programs/index.js';
import type { Program, startEnrolment } from '../../src/core/programs/index.js';
import { plantedModule } from '../harness/planted-app.js';
import { playUntilRed } from '../harness/play-until-red.js';
import { seeded } from '../random.js';
import { openStage } from './stage.js';
import type { Learner, Stage } from './stage.js';

const AT_ONCE = 20;
const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 100 : 10;
const REFUSALS = ['program_full', 'class_reps_full', 'already_enrolled', 'payment_in_progress'];
const random = seeded('enrolments at once');

/** One round: what is counted afterwards in the database and at the sandbox, beside what is due. Answers decide nothing. */
type Round = (stage: Stage) => Promise<{ readonly seen: Seen; readonly due: Partial<Seen> }>;

interface Seen {
  /** Refusals that the product has no reason for. */
  broken: string[];
  /** Orders that hold a place, those of them with a representative's, and all there are. */
  live: number;
  reps: number;
  all: number;
  /** Pages that could be paid, and those that were. */
  open: number;
  paid: number;
}

/** Plays `rounds` rounds and gives those that came out otherwise than is due. */
async function race(stage: Stage, play: Round, rounds: number): Promise<Seen[]> {
  const wrong: Seen[] = [];
  for (let round = 0; round < rounds; round++) {
    const { seen, due } = await play(stage);
    if (!isDeepStrictEqual(seen, { ...seen, broken: [], ...due })) wrong.push(seen);
  }
  return wrong;
}

/** Everything in the same turn, then the counting. */
async function allAtOnce(stage: Stage, program: Program, wishes: readonly (() => Promise<unknown>)[], after?: () => Promise<unknown>): Promise<Seen> {
  const ends = await Promise.allSettled(random.shuffle([...wishes]).map((wish) => wish()));
  const codes = ends.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : []));
  await after?.();
  const rows = await stage.t.world.read.db.selectFrom('purchases').select(['live', 'is_class_rep']).where('program_id', '=', program.id).execute();
  const live = rows.filter((row) => row.live);
  const { data } = await stage.control<{ data: { status: string; payment_status: string; cancel_url: string }[] }>('GET', 'checkout_sessions');
  const pages = data.filter((one) => one.cancel_url.includes(program.publicId));
  return {
    broken: codes.filter((code) => !REFUSALS.includes(code)), live: live.length, reps: live.filter((row) => row.is_class_rep).length, all: rows.length,
    open: pages.filter((one) => one.status === 'open').length, paid: pages.filter((one) => one.payment_status === 'paid').length,
  };
}

const crowdOf = (stage: Stage): Promise<Learner[]> => Promise.all(Array.from({ length: AT_ONCE }, () => stage.learner()));

/** Twenty tabs of one user, all of them paid. */
const tabs: Round = async (stage) => {
  const [learner, program] = [await stage.learner(), await stage.program()];
  const tab = async () => {
    const { location } = await stage.pay(await stage.enrol(learner, program));
    const session = location === null ? null : new URL(location).searchParams.get('session');
    if (session) await returnFromCheckout(stage.t.world, { userId: learner.userId, session });
  };
  const seen = await allAtOnce(stage, program, [...Array.from({ length: AT_ONCE - 1 }, () => tab), () => stage.deliver()], () => stage.deliver());
  const letters = (await stage.mails()).filter((mail) => mail.recipient === learner.email).map((mail) => mail.template);
  if (!isDeepStrictEqual(letters, ['enrolment_confirmed'])) seen.broken.push(`letters: ${letters.join(', ')}`);
  return { seen, due: { live: 1, reps: 0, all: 1, open: 0, paid: 1 } };
};

/** One user who cannot decide: no page but that of his one live order can be paid. */
const changesOfMind: Round = async (stage) => {
  const [learner, program] = [await stage.learner(), await stage.program({ classRepDiscount: 900n })];
  const seen = await allAtOnce(stage, program, Array.from({ length: AT_ONCE }, (_, i) => () => stage.enrol(learner, program, i % 2 === 0)));
  const live = Math.min(seen.live, 1);
  return { seen, due: { live, open: live, paid: 0 } };
};

const lastSeat: Round = async (stage) => {
  const [program, crowd] = [await stage.program({ seats: 1 }), await crowdOf(stage)];
  const seen = await allAtOnce(stage, program, crowd.map((learner) => () => stage.enrol(learner, program)));
  return { seen, due: { live: 1, reps: 0, all: 1, open: 1, paid: 0 } };
};

const lastClassRep: Round = async (stage) => {
  const [program, crowd] = [await stage.program({ classRepLimit: 1, classRepDiscount: 500n }), await crowdOf(stage)];
  const seen = await allAtOnce(stage, program, crowd.map((learner, i) => () => stage.enrol(learner, program, i % 4 !== 0)));
  return { seen, due: { reps: 1, paid: 0 } };
};

describe(`enrolments at once, ${ROUNDS} × ${AT_ONCE}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('one user, twenty tabs, all of them paid: one order, one page, one charge, one letter', async () => {
    expect(await race(stage, tabs, ROUNDS)).toEqual([]);
  });

  it('one user who cannot decide: one live order, and no page but its own that could be paid', async () => {
    expect(await race(stage, changesOfMind, ROUNDS)).toEqual([]);
  });

  it('the last seat is taken once', async () => {
    expect(await race(stage, lastSeat, ROUNDS)).toEqual([]);
  });

  it('the last place of a class representative is taken once', async () => {
    expect(await race(stage, lastClassRep, ROUNDS)).toEqual([]);
  });
});

describe('the same races notice', () => {
  let stage: Stage;
  beforeAll(async () => {
    const built = await plantedModule<{ startEnrolment: typeof startEnrolment }>('uncounted-places', 'core/programs/index.js');
    stage = await openStage(built.startEnrolment);
  });
  afterAll(() => stage?.close());
  const moreThanOne = async (what: 'live' | 'reps' | 'paid', play: Round) => (await race(stage, play, 3)).filter((seen) => seen[what] > 1).map((seen) => `${seen[what]} ${what}`);

  it('when nobody waits for whoever counts the places', async () => {
    await playUntilRed(() => moreThanOne('live', lastSeat));
    await playUntilRed(() => moreThanOne('reps', lastClassRep));
  });

  it('when besides no key keeps a user from ordering twice', async () => {
    const superuser = await connectOnce(stage.t.database.superuserUrl);
    await superuser.query('DROP INDEX purchases_one_live').finally(() => superuser.end());
    await playUntilRed(() => moreThanOne('paid', tabs));
    await playUntilRed(() => moreThanOne('live', changesOfMind));
  });
});
