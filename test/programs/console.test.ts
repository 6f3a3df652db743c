import { afterAll, beforeAll, expect, it } from 'vitest';
import { programsApi } from '../../src/apis/app/programs.js';
import { refundEnrolment } from '../../src/core/programs/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import { countStatements } from '../lists/count-statements.js';
import { openStage, PUBLIC_URL } from './stage.js';
import type { Learner, Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.close());

type Routes = ReturnType<typeof programsApi>['handlers'];
interface Shown { readonly items: readonly { readonly title: string; readonly mine: { readonly reason: string; readonly purchase: { readonly status: string } | null } }[] }

/** What a route gives this user; who may call it at all is asked before. */
function call<Route extends keyof Routes>(route: Route, who: Learner, roles: readonly string[], body: unknown = {}): Promise<unknown> {
  const { handlers, context } = programsApi({ world: stage.t.world, publicUrl: PUBLIC_URL });
  return (handlers[route] as (...given: unknown[]) => Promise<unknown>)({ who: { ...who, roles, scopes: [] }, body, params: {}, query: {}, actor: SYSTEM }, context);
}

it('shows twenty programs, and why each is open, with as many statements as three', async () => {
  const learner = await stage.learner();
  const bought = await stage.program({ title: 'bought' });
  await stage.pay(await stage.enrol(learner, bought));
  await stage.deliver();
  await stage.program({ title: 'free', price: 0n });
  await stage.program({ title: 'closed' });
  const look = async () => {
    let shown: Shown = { items: [] };
    const { count } = await countStatements(async () => { shown = await call('GET /api/app/programs', learner, ['customer']) as Shown; });
    return { count, reasons: Object.fromEntries(shown.items.map((one) => [one.title, one.mine.reason])), shown };
  };
  await look();
  const few = await look();
  expect(few.reasons).toEqual({ bought: 'purchased', free: 'free', closed: 'no-access' });
  for (let i = 0; i < 17; i++) await stage.program({ title: `more ${i}` });
  const many = await look();
  expect(many.shown.items).toHaveLength(20);
  expect(many.count).toBe(few.count);
  const [purchase] = (await stage.t.pool.query<{ public_id: string }>('SELECT public_id FROM purchases')).rows;
  await refundEnrolment(stage.t.world, { purchaseId: purchase!.public_id, actor: SYSTEM });
  await stage.deliver();
  expect((await look()).shown.items.find((one) => one.title === 'bought')?.mine).toMatchObject({ reason: 'no-access', purchase: { status: 'refunded' } });
});

it('takes a deadline only where it says of which zone: another machine would read it otherwise', async () => {
  const admin = await stage.learner();
  const offer = (until: string) => call('POST /api/app/programs', admin, ['admin'], { title: 'Mornings', program_type: 'Workshops', price: 99, early_bird_discount: 9, early_bird_until: until });
  for (const wrong of ['2027-03-01T10:00', '2027-03-01', 'March 1, 2027', '2027-02-30T00:00:00Z', '+099999-01-01T00:00:00Z', '5']) {
    await expect(offer(wrong), wrong).rejects.toMatchObject({ code: 'input_invalid', details: { field: 'early_bird_until' } });
  }
  expect(await offer('2027-03-01T10:00:00+02:00')).toMatchObject({ early_bird_until: '2027-03-01T08:00:00.000Z' });
});
