import { findUserByEmail } from '../core/identity/index.js';
import { changeProgram, createProgram, listOwnPurchases, listPrograms, refundEnrolment, returnFromCheckout, startEnrolment } from '../core/programs/index.js';
import type { OfferedProgram, ProgramWish } from '../core/programs/index.js';
import { SYSTEM } from '../core/tx.js';
import type { World } from '../core/tx.js';
import { present } from '../kernel/assert.js';
import type { DemoParts } from './demo-parts.js';
import { fillInCheckout } from './payer.js';

const DAY_MS = 86_400_000;
const GOOD = '4242424242424242';
const DECLINED = '4000000000000002';
/** Where a page would send a payer: nobody goes there. */
const NOWHERE = 'http://127.0.0.1';

/** What the demo business teaches: with discounts, free, limited, full, past its early price, and no longer offered. Days are from now. */
const PROGRAMS = {
  communication: { title: 'Effective Communication', programType: 'Workshops', description: 'Four evenings on listening, asking, and saying no. Class representatives keep the attendance list.', price: 9_900n, classRepDiscount: 1_000n, earlyBirdDiscount: 1_000n, earlyBirdDays: 30, classRepLimit: null },
  leadership: { title: 'Leadership Circle', programType: 'Mentoring', description: 'Ten people, one mentor, six months.', price: 24_900n, classRepDiscount: 5_000n, classRepLimit: 1, seats: 10 },
  stains: { title: 'Stain Science', programType: 'Workshops', description: 'One Saturday in the lab. There is one bench.', price: 6_000n, seats: 1 },
  fabrics: { title: 'Color and Fabric', programType: 'Workshops', description: 'What water does to wool.', price: 12_000n, earlyBirdDiscount: 2_500n, earlyBirdDays: -20 },
  evening: { title: 'Community Evening', programType: 'Events', description: 'Costs a little, and nothing for whoever opens the door.', price: 2_000n, classRepDiscount: 2_000n, classRepLimit: 2 },
  basics: { title: 'Home Care Basics', programType: 'Courses', description: 'Free for everybody, at any time.', price: 0n },
  retreat: { title: 'Spring Retreat', programType: 'Events', description: 'Was held in spring.', price: 18_000n },
} as const satisfies Record<string, Omit<ProgramWish, 'currency'> & { earlyBirdDays?: number }>;
type Key = keyof typeof PROGRAMS;

/** Who ordered what, how many days ago, and what became of it. */
const ORDERS: readonly { who: string; program: Key; daysAgo: number; rep?: boolean; end: 'paid' | 'part' | 'refunded' | 'declined' | 'open' }[] = [
  { who: 'maria@demo.example', program: 'retreat', daysAgo: 60, end: 'refunded' },
  { who: 'maria@demo.example', program: 'leadership', daysAgo: 12, rep: true, end: 'paid' },
  { who: 'lukasz@demo.example', program: 'stains', daysAgo: 9, end: 'paid' },
  { who: 'lukasz@demo.example', program: 'leadership', daysAgo: 8, end: 'part' },
  { who: 'bea@demo.example', program: 'evening', daysAgo: 5, rep: true, end: 'paid' },
  { who: 'nora@demo.example', program: 'communication', daysAgo: 3, rep: true, end: 'paid' },
  { who: 'ben@demo.example', program: 'communication', daysAgo: 0, end: 'declined' },
  { who: 'bea@demo.example', program: 'fabrics', daysAgo: 0, end: 'open' },
];

/** Fills the catalogue and the order book; what is there already is left alone. */
export async function seedPrograms(parts: DemoParts): Promise<void> {
  const { world } = parts.identity;
  const mentor = present(await findUserByEmail(world.read, 'mentor@demo.example'), 'the demo has a mentor');
  const offered = new Map((await listPrograms(world.read, { onlyActive: false })).map((program) => [program.title, program]));
  for (const [key, { earlyBirdDays, ...wish }] of Object.entries(PROGRAMS) as [Key, (typeof PROGRAMS)[Key] & { earlyBirdDays?: number }][]) {
    if (offered.has(wish.title)) continue;
    const then = parts.worldAt(new Date(world.clock.now().getTime() - 90 * DAY_MS));
    const earlyBirdUntil = earlyBirdDays === undefined ? null : new Date(world.clock.now().getTime() + earlyBirdDays * DAY_MS);
    const mentors = key === 'leadership' || key === 'communication' ? [mentor.id] : [];
    // The retreat is put away after it was sold.
    await then.transact((tx) => createProgram(tx, { ...wish, active: true, currency: 'USD', earlyBirdUntil, mentors }, SYSTEM));
  }
  for (const order of ORDERS) await enrol(parts, order);
  const retreat = await demoProgram(world, 'retreat');
  if (retreat.active) await world.transact((tx) => changeProgram(tx, retreat.publicId, { active: false }, SYSTEM));
}

export async function demoProgram(world: World, key: Key): Promise<OfferedProgram> {
  const program = (await listPrograms(world.read, { onlyActive: false })).find((one) => one.title === PROGRAMS[key].title);
  return present(program, `the demo's catalogue lacks ${PROGRAMS[key].title}`);
}

async function enrol(parts: DemoParts, order: (typeof ORDERS)[number]): Promise<void> {
  const now = parts.identity.world.clock.now();
  const world = order.daysAgo === 0 ? parts.identity.world : parts.worldAt(new Date(now.getTime() - order.daysAgo * DAY_MS));
  const user = present(await findUserByEmail(world.read, order.who), `the demo has ${order.who}`);
  const program = await demoProgram(world, order.program);
  if ((await listOwnPurchases(world.read, user.id)).some((one) => one.programId === program.id)) return;
  const { url } = await startEnrolment(world, {
    programId: program.publicId, user: { userId: user.id, customerId: user.customerId, name: user.name, email: user.email }, isClassRep: order.rep ?? false, publicUrl: NOWHERE, actor: SYSTEM,
  });
  if (order.end === 'open' || url.startsWith(`${NOWHERE}/app/`)) return;
  const session = await fillInCheckout(url, order.end === 'declined' ? DECLINED : GOOD, user.name, user.email);
  if (session === null) return;
  const purchase = await returnFromCheckout(world, { userId: user.id, session });
  if (order.end === 'part' || order.end === 'refunded') {
    await refundEnrolment(world, { purchaseId: purchase.publicId, amount: order.end === 'part' ? 5_000n : null, reason: order.end === 'part' ? 'One evening was cancelled' : 'The retreat was full of bees', actor: SYSTEM });
  }
}

/** Ids a client can try the purchases document with. */
export async function programSamples(world: World): Promise<Record<string, string>> {
  const maria = present(await findUserByEmail(world.read, 'maria@demo.example'), 'the demo has maria');
  const bought = new Set((await listOwnPurchases(world.read, maria.id)).filter((one) => one.state === 'completed').map((one) => one.programId));
  const paid = await demoProgram(world, 'communication');
  return {
    'purchases.enrolled_program_id': (await demoProgram(world, 'leadership')).publicId,
    'purchases.free_program_id': (await demoProgram(world, 'basics')).publicId,
    'purchases.mentored_program_id': (await demoProgram(world, 'leadership')).publicId,
    'purchases.paid_program_id': bought.has(paid.id) ? await another(world) : paid.publicId,
    'purchases.unpurchased_program_id': await another(world, 'fabrics', bought),
  };
}

/** A program nobody has bought yet, made anew where the usual one was. */
async function another(world: World, usual?: Key, bought?: ReadonlySet<string>): Promise<string> {
  const program = usual && (await demoProgram(world, usual));
  if (program && !bought?.has(program.id)) return program.publicId;
  return (await world.transact((tx) => createProgram(tx, { title: 'A sample', programType: 'Samples', currency: 'USD', price: 9_900n, classRepLimit: null }, SYSTEM))).publicId;
}
