import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnce } from '../../src/adapters/database/connect.js';
import { openBilling } from '../../src/core/billing/index.js';
import { acceptProposal, changeProposal, draftProposal, generateFromProposal, rejectProposal, sendProposal } from '../../src/core/proposals/index.js';
import type { Proposal } from '../../src/core/proposals/index.js';
import { SYSTEM } from '../../src/core/tx.js';
import type { Statement, Tx, World } from '../../src/core/tx.js';
import { playUntilRed } from '../harness/play-until-red.js';
import { seeded } from '../random.js';
import { openTestWorld } from '../world.js';
import type { TestWorld } from '../world.js';
import { decideAs, offer } from './offers.js';

const AT_ONCE = 20;
const ROUNDS = process.env['PAYDESK_FULL'] === '1' ? 100 : 10;
const random = seeded('proposal races');
const LOST = ['proposal_not_actionable', 'proposal_already_generated', 'proposal_not_editable', 'proposal_changed'];

interface Counted { decisions: number; invoices: number; sum: bigint; letters: number; entries: number; state: string }

let at: TestWorld;
let customerId: string;
beforeAll(async () => {
  at = await openTestWorld();
  customerId = await client(at);
});
afterAll(() => at.close());

async function client(of: TestWorld): Promise<string> {
  const id = await of.customer();
  await of.world.transact((tx) => openBilling(tx, id));
  return id;
}

const sent = (world: World, customer: string): Promise<Proposal> =>
  world.transact(async (tx) => sendProposal(tx, (await draftProposal(tx, { customerId: customer, ...offer({ total: 99_999n }), actor: SYSTEM })).id, SYSTEM));

async function allAtOnce(wishes: readonly (() => Promise<unknown>)[]): Promise<number> {
  const ended = await Promise.allSettled(random.shuffle([...wishes]).map((wish) => wish()));
  const codes = ended.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code ?? String(one.reason)] : []));
  expect(codes.filter((code) => !LOST.includes(code))).toEqual([]);
  return ended.length - codes.length;
}

/** Counted in the database, never from answers. */
async function counted(of: TestWorld, id: string): Promise<Counted> {
  const { rows } = await of.pool.query(`SELECT (SELECT state FROM proposals WHERE id = $1) AS state, (SELECT count(*)::int FROM proposal_decisions WHERE proposal_id = $1) AS decisions,
    (SELECT count(*)::int FROM invoices WHERE proposal_id = $1) AS invoices, (SELECT coalesce(sum(amount), 0)::bigint FROM invoices WHERE proposal_id = $1) AS sum,
    (SELECT count(*)::int FROM outbox_messages WHERE subject_id::text = $2 AND template IN ('proposal_accepted', 'proposal_rejected')) AS letters,
    (SELECT count(*)::int FROM audit_log WHERE resource_id::text = $2 AND action IN ('proposal.accepted', 'proposal.rejected')) AS entries`, [id, id]);
  return rows[0] as Counted;
}

const times = (count: number, wish: () => Promise<unknown>): (() => Promise<unknown>)[] => Array.from({ length: count }, () => wish);

describe(`offers, ${ROUNDS} rounds of ${AT_ONCE} at once`, () => {
  it('are accepted or rejected, by one', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const proposal = await sent(at.world, customerId);
      const won = await allAtOnce([
        ...times(AT_ONCE / 2, () => at.world.transact((tx) => acceptProposal(tx, decideAs('link', proposal)))),
        ...times(AT_ONCE / 2, () => at.world.transact((tx) => rejectProposal(tx, decideAs('app', proposal)))),
      ]);
      const { state, ...rest } = await counted(at, proposal.id);
      expect([won, rest]).toEqual([1, state === 'accepted' ? { decisions: 1, entries: 1, invoices: 3, sum: 99_999n, letters: 1 } : { decisions: 1, entries: 1, invoices: 0, sum: 0n, letters: 0 }]);
    }
  });

  it('are accepted once, and billed once by that', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const proposal = await sent(at.world, customerId);
      expect(await allAtOnce(times(AT_ONCE, () => at.world.transact((tx) => acceptProposal(tx, decideAs(random.pick(['link', 'app'] as const), proposal)))))).toBe(1);
      expect(await counted(at, proposal.id)).toEqual({ state: 'accepted', decisions: 1, entries: 1, invoices: 3, sum: 99_999n, letters: 1 });
    }
  });

  it('are billed once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const proposal = await sent(at.world, customerId);
      await at.world.transact((tx) => acceptProposal(tx, decideAs('on_behalf', proposal)));
      expect(await allAtOnce(times(AT_ONCE, () => at.world.transact((tx) => generateFromProposal(tx, proposal.id, SYSTEM))))).toBe(1);
      expect(await counted(at, proposal.id)).toMatchObject({ invoices: 3, sum: 99_999n });
    }
  });

  it('are accepted in the words that were read, while they change', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const proposal = await sent(at.world, customerId);
      await allAtOnce([
        ...times(AT_ONCE / 2, () => at.world.transact((tx) => acceptProposal(tx, decideAs('link', proposal)))),
        ...Array.from({ length: AT_ONCE / 2 }, (_, i) => () => at.world.transact((tx) => changeProposal(tx, proposal.id, { total: 50_000n + BigInt(i) }, SYSTEM))),
      ]);
      const { state, invoices, sum } = await counted(at, proposal.id);
      expect([state, invoices, sum]).toEqual(state === 'accepted' ? ['accepted', 3, 99_999n] : ['sent', 0, 0n]);
    }
  });
});

it('is seen to go wrong where nobody waits and no key is unique', async () => {
  const open = await openTestWorld();
  try {
    const superuser = await connectOnce(open.database.superuserUrl);
    await superuser.query('ALTER TABLE proposal_decisions DROP CONSTRAINT proposal_decisions_pkey; DROP INDEX invoices_stage_once');
    await superuser.end();
    const world = careless(open.world);
    const customer = await client(open);
    await playUntilRed(async () => {
      const one = await sent(open.world, customer);
      await Promise.allSettled(times(AT_ONCE, () => world.transact((tx) => rejectProposal(tx, decideAs('link', one)))).map((wish) => wish()));
      const { decisions } = await counted(open, one.id);
      const other = await sent(open.world, customer);
      await open.world.transact((tx) => acceptProposal(tx, decideAs('on_behalf', other)));
      await Promise.allSettled(times(AT_ONCE, () => world.transact((tx) => generateFromProposal(tx, other.id, SYSTEM))).map((wish) => wish()));
      const { invoices } = await counted(open, other.id);
      return [...(decisions > 1 ? [`${decisions} decisions`] : []), ...(invoices > 3 ? [`${invoices} invoices`] : [])];
    }, [/decisions/, /invoices/]);
  } finally {
    await open.close();
  }
});

/** The planted bug: no lock, no compare-and-set. */
function careless(world: World): World {
  const bare = <Row>({ name, text }: Statement<Row>): Statement<Row> => ({
    name: `${name}_bare`,
    text: text.replace(/^(SELECT id FROM proposals .*) FOR NO KEY UPDATE$/, '$1').replace(' AND state = $2 AND version = $3', ' AND ($2::text, $3::int) IS NOT NULL').replace(/ AND generated_at IS NULL/, ''),
  });
  const wrap = (tx: Tx): Tx => new Proxy(tx, {
    get(target, name) {
      if (name === 'run') return <Row>(statement: Statement<Row>, values?: readonly unknown[]) => target.run(statement.name.startsWith('proposals_') ? bare(statement) : statement, values);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { ...world, transact: (work) => world.transact((tx) => work(wrap(tx))) };
}
